"""The interpreters of a linked rule: one case explained, columns of cases, SQL, and words."""
