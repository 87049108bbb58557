"""Pages of equipment beyond its lists and cases: the published library, how open and used equipment is by place."""
