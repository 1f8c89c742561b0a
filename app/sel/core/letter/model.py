"""What a letter is made of and what it turns out to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.core.envelope import RecipientId, Sealed, Signer
from sel.core.finding import Finding


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person's name, "" without one, and address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a letter. name: as the sender wrote it; whoever saves it makes it harmless."""

    name: str
    data: bytes
    media_type: str = "application/octet-stream"


class LayerKind(StrEnum):
    """What a layer does."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    COMPRESSED = "compressed"


@dataclass(frozen=True, slots=True)
class Layer:
    """One cryptographic layer around everything inside it.

    algorithm      of the content: "aes-256-cbc"; the digest: "sha256"; "zlib"
    key_management how the content key came ("rsa-pkcs1", …); None if not encrypted
    authenticated  whether the cipher itself shows changes; False if not encrypted
    spki           public key that opened it; None if not encrypted
    signers        one a signature; empty if not signed
    opened         False for the encrypted layer at which a look without keys stopped
    """

    kind: LayerKind
    algorithm: str
    key_management: str | None = None
    authenticated: bool = False
    spki: bytes | None = None
    signers: tuple[Signer, ...] = ()
    opened: bool = True


class Signature(StrEnum):
    """What can be said of a letter's signature before anybody has judged the signer's path.

    VALID         every signature holds, and every signer has the one address the letter is from
    INVALID       one does not hold, or the letter says it is from somebody else
    UNVERIFIABLE  a certificate, a sender to compare with or an algorithm is missing here
    NONE          nobody signed what is shown
    """

    VALID = "valid"
    INVALID = "invalid"
    UNVERIFIABLE = "unverifiable"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SignedPart:
    """A signed part to which somebody added text on the way, judged and shown by itself.

    signature  as of a letter, for this part alone: never for what stands beside it
    """

    signature: Signature
    signers: tuple[Signer, ...]
    texts: tuple[str, ...]
    attachments: tuple[Attachment, ...]

    @property
    def text(self) -> str:
        """Its text parts, with an empty line between."""
        return "\n".join(self.texts)


@dataclass(frozen=True, slots=True)
class Letter:
    """An opened letter. What is inside the layers is never joined with anything outside them.

    decrypted   all that is shown was encrypted
    signers     of the layer around what is shown; for VALID the path of *each* must be trusted
    layers      outermost first
    texts       each text/plain part on its own, line ends as LF
    authors     who the letter says it is from; the protected ones if there are any
    subject     as it stands outside, where anybody could change it; None without one
    protected_subject  as it stands inside (RFC 9788); None without one
    signed_part  what of it is signed, if a mailing list added the rest; None otherwise
    """

    decrypted: bool
    signature: Signature
    signers: tuple[Signer, ...]
    layers: tuple[Layer, ...]
    texts: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    authors: tuple[Mailbox, ...]
    subject: str | None
    protected_subject: str | None
    findings: tuple[Finding, ...]
    signed_part: SignedPart | None = None

    @property
    def from_(self) -> str | None:
        """The address the letter says it is from; None without a readable one."""
        return self.authors[0].address if self.authors else None

    @property
    def text(self) -> str:
        """The text parts, which all lie in the same layer, with an empty line between."""
        return "\n".join(self.texts)


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be seen of a letter without any key.

    kind        "signed-mail", "encrypted-mail" or "mail"
    recipients  whose certificates it is encrypted to; empty unless encrypted
    content_encryption  "aes-256-cbc", …; None unless encrypted
    signature, signers  NONE and empty unless signed; of what is inside nothing is known
    layers      outermost first, down to the first encrypted one
    sealed      what stands openly in that one; None unless encrypted
    """

    kind: str
    from_: str | None
    subject: str | None
    recipients: tuple[RecipientId, ...]
    content_encryption: str | None
    signature: Signature
    signers: tuple[Signer, ...]
    findings: tuple[Finding, ...]
    layers: tuple[Layer, ...] = ()
    sealed: Sealed | None = None
