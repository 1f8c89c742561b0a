"""What a file can be."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of the command line's contract."""

    CERTIFICATE = "certificate"
    CERTIFICATES = "certificates"
    PKCS12 = "pkcs12"
    REQUEST = "request"
    PRIVATE_KEY = "private-key"
    CRL = "crl"
    SIGNED_MAIL = "signed-mail"
    ENCRYPTED_MAIL = "encrypted-mail"
    MAIL = "mail"
    CONTACT_CARD = "contact-card"
    OUTLOOK_MESSAGE = "outlook-message"
    UNKNOWN = "unknown"
