"""Guides to mail programs in the window."""
