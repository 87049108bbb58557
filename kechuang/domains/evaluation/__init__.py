"""How platforms are judged: schemes, campaigns, self-evaluations, scores, grades, and what follows."""
