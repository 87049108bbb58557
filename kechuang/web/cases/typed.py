"""What forms of actions carry besides what is typed."""

OWN = ("csrfmiddlewaretoken", "version", "key", "show")
