"""Limits for hostile mail; each is a refusal in words (TooLarge), never a hang."""

from __future__ import annotations

from typing import Final

MAX_HEADER_BYTES: Final = 256 * 1024
"""All header fields of one entity together; mail servers stop at some 100,000 bytes."""

MAX_FIELD_BYTES: Final = 32 * 1024
"""One header field that is looked into."""

MAX_ALL_HEADER_BYTES: Final = 4 * 1024 * 1024
"""The header fields of all parts of a letter together."""

MAX_PARTS: Final = 2_000
"""MIME parts of one letter, in whatever depth."""

MAX_DELIMITERS: Final = 20_000
"""Lines that begin like the delimiter of a multipart, whether they are one or not."""

MAX_NESTING: Final = 24
"""Multiparts within multiparts."""

MAX_LAYERS: Final = 8
"""Signed, encrypted and compressed layers within each other; triple wrapping needs three."""

MAX_MAILBOXES: Final = 2_000
"""Addresses in one header field."""
