"""Limits for hostile PKCS#12 files (see also `sel.core.limits`).

They are far above what any program writes: NSS and OpenSSL use 600,000 rounds at most by
default, and a school's largest file holds a few hundred identities.
"""

from __future__ import annotations

from typing import Final

from sel.base.errors import Damaged
from sel.core.limits import check_limit

MAX_BYTES: Final = 50 * 1024 * 1024
"""Size of a file."""

MAX_BAGS: Final = 10_000
"""Keys, certificates, CRLs and other bags together."""

MAX_SAFE_DEPTH: Final = 8
"""SafeContents within SafeContents (RFC 7292 4.2.6)."""

MAX_ROUNDS: Final = 10_000_000
"""Rounds of one key derivation."""

WORK_A_SECOND: Final = 3_000_000
"""Rounds of PBKDF2-HMAC-SHA-256 that an office computer does in a second, on one processor."""

MAX_WORK: Final = 100 * WORK_A_SECOND
"""All key derivations of one file together, in such rounds: 400 keys of 600,000 and to spare."""

MAX_MEMORY: Final = 256 * 1024 * 1024
"""Memory of one scrypt derivation (128 * N * r, RFC 7914 5), in bytes."""

MAX_KEY_BYTES: Final = 1024
"""Length of a derived key that a file may ask for."""


def check_rounds(rounds: int) -> int:
    """The rounds of one key derivation, if they are acceptable.

    Raises Damaged below 1 (RFC 8018 A.2: INTEGER (1..MAX)), TooLarge above MAX_ROUNDS.
    """
    if rounds < 1:
        raise Damaged(detail="key derivation with no rounds")
    check_limit("kdf-rounds", rounds, MAX_ROUNDS)
    return rounds
