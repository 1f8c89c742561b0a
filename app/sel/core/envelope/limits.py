"""Limits for hostile messages; each is a refusal in words (TooLarge), never a hang."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 256 * 1024 * 1024
"""Size of a message; Exchange carries 150 MB at most."""

MAX_DECOMPRESSED: Final = 64 * 1024 * 1024
"""What CompressedData may become; a few kilobytes can claim gigabytes."""

MAX_RECIPIENTS: Final = 2_000
"""Recipients of one message; Exchange Online's own limit is 1,000."""

MAX_SIGNERS: Final = 16
"""Signers of one message."""

MAX_CERTIFICATES: Final = 200
"""Certificates carried in one message."""

MAX_CERTIFICATE_BYTES: Final = 64 * 1024
"""Size of one of them; ordinary ones have two thousand bytes, SLH-DSA up to fifty thousand."""

MAX_NAME_BYTES: Final = 2 * 1024
"""Size up to which names are compared letter by letter and not only byte by byte."""

MAX_TRIES: Final = 8
"""How often one message is tried, when many recipients in it are keys of ours."""
