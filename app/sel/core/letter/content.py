"""What is shown of a letter: plain text, each part on its own; everything else is only named.

HTML is never rendered, not even cleaned: it would fetch what it names, and answer who reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sel.base.errors import InputError
from sel.base.message import Message
from sel.core.finding import Finding, Level, info, warning
from sel.core.letter.entity import Entity
from sel.core.letter.foreign import foreign
from sel.core.letter.layers import kind_of
from sel.core.letter.limits import MAX_ALL_HEADER_BYTES, MAX_NESTING, MAX_PARTS
from sel.core.letter.model import Attachment, LayerKind
from sel.core.letter.words import decoded
from sel.core.limits import check_limit

_ENDINGS: Final = {
    "message/rfc822": "eml",
    "multipart/signed": "eml",
    "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m",
    "text/calendar": "ics",
    "text/csv": "csv",
    "text/plain": "txt",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/pdf": "pdf",
}


@dataclass(slots=True)
class Shown:
    """Text parts, attachments and what was left out, as they are found.

    signed_beside, sealed_beside  S/MIME parts with something beside them
    signed_first  the signed part, where plain text behind it is all that stands beside it
    foreign     codes of protection that is not S/MIME, each once
    """

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    foreign: dict[str, None] = field(default_factory=dict)
    html: int = 0
    signed_beside: int = 0
    sealed_beside: int = 0
    parts: int = 0
    header_bytes: int = 0
    signed_first: Entity | None = None


def show(core: Entity, *, signed: bool, layers: bool = True) -> tuple[Shown, tuple[Finding, ...]]:
    """Go through what is inside all layers.

    signed  whether a signature covers it all: then parts with layers of their own are nothing
            but attachments; otherwise their layers must not be taken for the letter's
    layers  whether there are any: no mailing list adds anything inside of one
    Raises TooLarge.
    """
    shown = Shown()
    _walk(core, shown, 0)
    level = Level.INFO if signed else Level.ERROR
    findings: list[Finding] = []
    if not layers and _has_footer(core):
        shown.signed_first = core.parts()[0]
        findings.append(warning("text-added-to-signed", source="RFC 9787"))
    elif shown.signed_beside:
        findings.append(Finding(level, Message("content-beside-signed"), "RFC 9787"))
    if shown.sealed_beside:
        findings.append(Finding(level, Message("content-beside-encrypted"), "RFC 9787"))
    findings.extend(map(info, shown.foreign))
    if shown.html:
        some = any(text.strip() for text in shown.texts)
        findings.append(info("html-not-shown" if some else "html-only"))
    return shown, tuple(findings)


def _has_footer(core: Entity) -> bool:
    """Whether it is what mailing lists make of a signed mail: that, and plain text behind it."""
    if core.media_type != "multipart/mixed" or not core.is_multipart:
        return False
    parts = core.parts()
    return (
        len(parts) > 1
        and parts[0].is_signed_multipart
        and parts[0].is_multipart
        and all(
            each.media_type == "text/plain" and each.disposition != "attachment"
            for each in parts[1:]
        )
    )


def _walk(entity: Entity, shown: Shown, depth: int) -> None:
    shown.parts += 1
    check_limit("parts", shown.parts, MAX_PARTS)
    check_limit("nesting", depth, MAX_NESTING)
    shown.header_bytes += entity.header_bytes
    check_limit("header-bytes", shown.header_bytes, MAX_ALL_HEADER_BYTES)
    attached = entity.disposition == "attachment"
    other = foreign(entity)
    if other is not None:
        shown.foreign.setdefault(other)
    if entity.is_signed_multipart and entity.is_multipart:
        shown.signed_beside += 1
        shown.attachments.append(_attachment(entity, entity.raw, shown))
    elif entity.is_multipart:
        for part in entity.parts():
            _walk(part, shown, depth + 1)
    elif entity.media_type == "text/plain" and not attached:
        text = decoded(entity.content(), entity.parameters.get("charset"))
        shown.texts.append(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"))
    elif entity.media_type == "text/html" and not attached:
        shown.html += 1
    else:
        _attach(entity, shown)


def _attach(entity: Entity, shown: Shown) -> None:
    data = entity.content()
    if entity.is_smime:
        match _kind(data):
            case LayerKind.SIGNED:
                shown.signed_beside += 1
            case LayerKind.ENCRYPTED:
                shown.sealed_beside += 1
            case _:
                pass
    shown.attachments.append(_attachment(entity, data, shown))


def _kind(data: bytes) -> LayerKind | None:
    """What lies beside other parts; a broken message there is an attachment like others."""
    try:
        return kind_of(data)
    except InputError:
        return None


def _attachment(entity: Entity, data: bytes, shown: Shown) -> Attachment:
    ending = _ENDINGS.get(entity.media_type, "bin")
    name = entity.file_name or f"part-{shown.parts}.{ending}"
    return Attachment(name, data, entity.media_type)
