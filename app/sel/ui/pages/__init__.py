"""One file, one page: one step of a journey."""
