"""Letters: signed and encrypted mail, written and opened (RFC 8551)."""

from sel.core.letter.compose import compose
from sel.core.letter.model import (
    Attachment,
    Layer,
    LayerKind,
    Letter,
    Mailbox,
    Outline,
    Signature,
    SignedPart,
)
from sel.core.letter.opening import addressees, describe, made_by, open_letter, sealed_digest

__all__ = [
    "Attachment",
    "Layer",
    "LayerKind",
    "Letter",
    "Mailbox",
    "Outline",
    "Signature",
    "SignedPart",
    "addressees",
    "compose",
    "describe",
    "made_by",
    "open_letter",
    "sealed_digest",
]
