"""What a certificate is wanted for."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What a certificate is wanted for."""

    ANY = "any"
    SIGN = "sign"
    ENCRYPT = "encrypt"
