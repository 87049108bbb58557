"""Official papers of evaluation: the self-evaluation of a platform, the results of a campaign."""
