"""CMS (RFC 5652): sign, encrypt, open and verify, as S/MIME uses it (RFC 8551)."""

from sel.core.envelope.compressed import decompress
from sel.core.envelope.model import (
    Content,
    Key,
    KeyTransport,
    Opened,
    Reason,
    RecipientId,
    Signer,
)
from sel.core.envelope.opening import decrypt
from sel.core.envelope.recipients import recipients
from sel.core.envelope.sealing import encrypt
from sel.core.envelope.signing import sign
from sel.core.envelope.verifying import carried_certificates, carried_content, verify

__all__ = [
    "Content",
    "Key",
    "KeyTransport",
    "Opened",
    "Reason",
    "RecipientId",
    "Signer",
    "carried_certificates",
    "carried_content",
    "decompress",
    "decrypt",
    "encrypt",
    "recipients",
    "sign",
    "verify",
]
