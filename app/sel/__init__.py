"""Sêl: an assistant for S/MIME certificates. Start reading at docs/architecture.md."""

__version__ = "0.1.0"
