"""PKCS#12 (RFC 7292): any number of keys, read from whoever wrote it, written by ourselves."""

from sel.core.bundle.model import Bundle, Entry, Outline

__all__ = ["Bundle", "Entry", "Outline"]
