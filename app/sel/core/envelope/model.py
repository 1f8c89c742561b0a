"""What goes into a CMS message and what comes out of it (RFC 5652)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from asn1crypto import x509

from sel.base.secret import Secret
from sel.core import name


class Content(StrEnum):
    """How content is encrypted when Sêl writes."""

    CBC = "aes-256-cbc"
    GCM = "aes-256-gcm"


class KeyTransport(StrEnum):
    """How the content key goes to the holder of an RSA key when Sêl writes."""

    PKCS1 = "rsa-pkcs1"
    OAEP = "rsa-oaep-sha256"


@dataclass(frozen=True, slots=True)
class RecipientId:
    """Names a certificate: by issuer and serial number, or by its key (RFC 5652 5.3, 6.2.1).

    issuer_der  Name, DER, with `serial`; both None if `key_id` is there
    key_id      subjectKeyIdentifier
    """

    issuer_der: bytes | None = None
    serial: int | None = None
    key_id: bytes | None = None

    @property
    def issuer(self) -> str | None:
        """The issuer as one line (RFC 4514), None without one; hex for what is no Name."""
        if self.issuer_der is None:
            return None
        try:
            return name.rfc4514(x509.Name.load(self.issuer_der))
        except (ValueError, TypeError, KeyError):
            return f"#{self.issuer_der.hex()}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key that may open messages; its private half is fetched only if one is for it.

    certificate  X.509, DER; None for a key that waits for one: it is found by its identifier
    spki         SubjectPublicKeyInfo, DER
    private      gives the PKCS#8
    """

    certificate: bytes | None
    spki: bytes
    private: Callable[[], Secret]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What stands openly in an encrypted message.

    recipients          whose certificates it is encrypted to, in its order
    key_managements     how each of them gets the content key; as in `Opened`, else a name or a
                        dotted identifier
    content_encryption  "aes-256-cbc", …, or a dotted identifier
    authenticated       whether the cipher itself shows changes
    otherwise           how those without a certificate get it: "password", "shared-key", dotted
    unknown             names of what it would take to open it and Sêl does not know
    damaged             no key opens it: its lengths are wrong
    """

    recipients: tuple[RecipientId, ...]
    key_managements: tuple[str, ...]
    content_encryption: str
    authenticated: bool
    otherwise: tuple[str, ...]
    unknown: tuple[str, ...]
    damaged: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A decrypted message.

    content_encryption  "aes-256-cbc", …
    key_management      how the content key came: "rsa-pkcs1", "rsa-oaep-sha256",
                        "ecdh-sha256", "ecdh-hkdf-sha256", …
    authenticated       whether the cipher itself shows changes (GCM); CBC does not
    recipient           which of the recipients it was opened as
    spki                of the key that opened it, DER
    """

    content: bytes
    content_encryption: str
    key_management: str
    authenticated: bool
    recipient: RecipientId
    spki: bytes


class Reason(StrEnum):
    """Why a signature holds or does not."""

    HOLDS = "signature-holds"
    CONTENT_ALTERED = "content-altered"
    WRONG = "signature-wrong"
    OTHER_CONTENT = "other-content-signed"
    NO_CONTENT = "signed-content-missing"
    ATTRIBUTES = "signed-attributes-wrong"
    OTHER_CERTIFICATE = "other-certificate-signed"
    NO_CERTIFICATE = "signer-certificate-missing"
    UNSUPPORTED = "signature-unsupported"


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature, judged by its mathematics alone: whether the path is trusted is another's.

    certificate   X.509, DER, as it was used; None if there is none here
    certificates  every certificate the message carries, DER
    digest        "sha256", … or the dotted identifier of one we do not know
    algorithm     "rsa-sha256", "rsa-pss-sha256", "ecdsa-sha384", "ed25519", … or dotted
    signed_at     what the signer claims; aware, UTC; None without a claim
    """

    id: RecipientId
    certificate: bytes | None
    certificates: tuple[bytes, ...]
    reason: Reason
    digest: str
    algorithm: str
    signed_at: datetime | None

    @property
    def holds(self) -> bool:
        """Whether the content is what this key signed."""
        return self.reason is Reason.HOLDS

    @property
    def weak(self) -> bool:
        """Whether others can make a second content with the same digest (MD5, SHA-1)."""
        return self.digest in {"md5", "sha1"}
