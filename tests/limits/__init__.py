"""Inputs as large as they may be, and one step larger: each takes about a second."""
