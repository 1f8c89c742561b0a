"""Golden files: one certificate each, and what is said about it in both languages."""
