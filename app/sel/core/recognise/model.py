"""What a file was found to be."""

from __future__ import annotations

from dataclasses import dataclass

from sel.core.kind import Kind

__all__ = ["Kind", "Piece", "Recognised", "of_pieces", "unknown"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One object found: its kind and its DER. encrypted: only for private keys."""

    kind: Kind
    der: bytes
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is.

    looks_like  for UNKNOWN: "html", "pdf", "jks", "zip", … or "unknown"; else None
    pieces      the objects in it in their order; mails, messages and containers have none here,
                one more than `Limits.pieces` if there are too many
    broken      objects that begin in it and cannot be read, beside those that can
    """

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    looks_like: str | None = None
    broken: int = 0


def unknown(looks_like: str) -> Recognised:
    """Something Sêl has no use for, by its name."""
    return Recognised(Kind.UNKNOWN, looks_like=looks_like)


def of_pieces(pieces: tuple[Piece, ...], broken: int = 0) -> Recognised:
    """The kind of a file that holds these, one at least.

    A private key matters more than what lies beside it; a PKCS#12 stands for itself.
    """
    kinds = [piece.kind for piece in pieces]
    if Kind.PKCS12 in kinds:
        return Recognised(Kind.PKCS12, (pieces[kinds.index(Kind.PKCS12)],), broken=broken)
    if Kind.PRIVATE_KEY in kinds:
        kind = Kind.PRIVATE_KEY
    elif Kind.CERTIFICATE in kinds:
        several = kinds.count(Kind.CERTIFICATE) > 1
        kind = Kind.CERTIFICATES if several else Kind.CERTIFICATE
    else:
        kind = kinds[0]
    return Recognised(kind, pieces, broken=broken)
