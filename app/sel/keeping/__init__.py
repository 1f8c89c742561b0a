"""The book: one SQLite file, sealed keys, the slots that open them, and files written whole."""
