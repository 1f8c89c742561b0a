"""CMS (RFC 5652): sign, encrypt, open and verify, as S/MIME uses it (RFC 8551)."""

from sel.core.envelope.compressed import decompress
from sel.core.envelope.model import (
    Content,
    Key,
    KeyTransport,
    Opened,
    Reason,
    RecipientId,
    Sealed,
    Signer,
)
from sel.core.envelope.opening import content_encryption, decrypt, look
from sel.core.envelope.recipients import recipients
from sel.core.envelope.sealing import encrypt, encrypt_pieces
from sel.core.envelope.signing import digest_for, sign, sign_pieces
from sel.core.envelope.structure import content_type
from sel.core.envelope.verifying import (
    carried_certificates,
    carried_content,
    is_signed,
    verify,
)

__all__ = [
    "Content",
    "Key",
    "KeyTransport",
    "Opened",
    "Reason",
    "RecipientId",
    "Sealed",
    "Signer",
    "carried_certificates",
    "carried_content",
    "content_encryption",
    "content_type",
    "decompress",
    "decrypt",
    "digest_for",
    "encrypt",
    "encrypt_pieces",
    "is_signed",
    "look",
    "recipients",
    "sign",
    "sign_pieces",
    "verify",
]
