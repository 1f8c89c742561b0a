"""Protection of other kinds than S/MIME, so that it can be called by its name."""

from __future__ import annotations

from typing import Final

from sel.core.finding import Finding, info
from sel.core.letter.entity import Entity

_RIGHTS_MESSAGE: Final = {
    "application/x-microsoft-rpmsg-message",
    "application/x-microsoft-rpmsg",
}
_RIGHTS_LINKS: Final = (
    b"outlook.office365.com/encryption/",
    b"outlook.office.com/encryption/",
    b"aka.ms/encryptedmessage",
)
"""Where a mail that Microsoft's servers keep sends its reader (in its HTML)."""
_PGP: Final = {"application/pgp-encrypted", "application/pgp-signature"}
_PGP_ARMOUR: Final = (b"-----BEGIN PGP MESSAGE-----", b"-----BEGIN PGP SIGNED MESSAGE-----")
_LOOKED_AT: Final = 512 * 1024
"""Bytes of one part in which such a link or armour is looked for."""

KEYWORDS: Final = ("secure mail", "post diogel")
"""Words in the subject that ask Hwb's mail system for Microsoft's message encryption."""

MICROSOFT: Final = "mail-microsoft-encrypted"
PGP: Final = "mail-pgp"


def foreign(part: Entity) -> str | None:
    """The code of what protects this part, if it is known and not S/MIME."""
    if part.media_type in _RIGHTS_MESSAGE or part.file_name.lower().endswith(".rpmsg"):
        return MICROSOFT
    if part.media_type in {"multipart/encrypted", "multipart/signed"}:
        return PGP if part.parameters.get("protocol", "").lower() in _PGP else None
    if part.media_type == "text/html":
        text = part.content()[:_LOOKED_AT].lower()
        return MICROSOFT if any(link in text for link in _RIGHTS_LINKS) else None
    if part.media_type == "text/plain":
        text = part.content()[:_LOOKED_AT].lstrip()
        return PGP if text.startswith(_PGP_ARMOUR) else None
    return None


def keyword(subject: str | None) -> Finding | None:
    """What is to be said of a mail that only asks for encryption, in its subject."""
    found = next((each for each in KEYWORDS if each in (subject or "").lower()), None)
    return None if found is None else info("mail-keyword-only", words=found)
