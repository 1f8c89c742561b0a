"""Limits for hostile mail; each is a refusal in words (TooLarge), never a hang."""

from __future__ import annotations

from typing import Final

MAX_HEADER_BYTES: Final = 1024 * 1024
"""All header fields of one entity together."""

MAX_PARTS: Final = 2_000
"""MIME parts of one letter, in whatever depth."""

MAX_NESTING: Final = 24
"""Multiparts within multiparts."""

MAX_LAYERS: Final = 8
"""Signed, encrypted and compressed layers within each other; triple wrapping needs three."""

MAX_MAILBOXES: Final = 2_000
"""Addresses in one header field."""
