"""Golden files of partner domains: what was seen, described by hand, and what is said about it."""
