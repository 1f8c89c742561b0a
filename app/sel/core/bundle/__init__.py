"""PKCS#12 (RFC 7292): any number of keys, read from whoever wrote it, written by ourselves."""

from sel.core.bundle.model import Bundle, Entry, Outline
from sel.core.bundle.openers import openers
from sel.core.bundle.reader import outline, read
from sel.core.bundle.writer import Protection, write

__all__ = ["Bundle", "Entry", "Outline", "Protection", "openers", "outline", "read", "write"]
