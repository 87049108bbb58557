"""The demonstration's pages: its people, as whom one signs in with a press, and its clock."""
