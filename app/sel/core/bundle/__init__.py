"""PKCS#12 (RFC 7292): any number of keys, read from whoever wrote it, written by ourselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sel.core.bundle.model import Bundle, Entry, Outline
from sel.core.bundle.openers import openers
from sel.core.bundle.reader import outline, read

if TYPE_CHECKING:
    from sel.core.bundle.frame import as_written
    from sel.core.bundle.writer import Protection, write

__all__ = [
    "Bundle",
    "Entry",
    "Outline",
    "Protection",
    "as_written",
    "openers",
    "outline",
    "read",
    "write",
]


def __getattr__(name: str) -> object:
    """The writer is loaded when it is asked for: who only reads has no use for its library."""
    if name in {"Protection", "write"}:
        from sel.core.bundle import writer

        return getattr(writer, name)
    if name == "as_written":
        from sel.core.bundle.frame import as_written

        return as_written
    raise AttributeError(name)
