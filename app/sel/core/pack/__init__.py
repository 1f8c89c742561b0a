"""School packs: what IT hands out to many computers, in one signed file.

A pack is CMS SignedData (RFC 5652 5) with one signature, around a JSON object. Who signed it, and
whether that one is trusted, is not decided here.
"""

from __future__ import annotations

from sel.core.pack.model import Pack, Partners, Sealed
from sel.core.pack.reading import is_pack, opened, read
from sel.core.pack.writing import seal, written

__all__ = ["Pack", "Partners", "Sealed", "is_pack", "opened", "read", "seal", "written"]
