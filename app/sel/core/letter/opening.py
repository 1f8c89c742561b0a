"""Opening a letter: layers off, signatures judged, plain text shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from sel.base.errors import Damaged, NotAMail
from sel.core import envelope, recognise
from sel.core.envelope import Key
from sel.core.envelope.limits import MAX_BYTES
from sel.core.finding import Finding, error, warning
from sel.core.letter import content, judging, layers
from sel.core.letter.entity import Entity, parse
from sel.core.letter.foreign import keyword
from sel.core.letter.judging import Heading
from sel.core.letter.layers import Peeled
from sel.core.letter.model import Layer, LayerKind, Letter, Outline, Signature, SignedPart
from sel.core.limits import check_limit
from sel.core.recipients import named_in

_MBOX_LINE: Final = re.compile(rb"From [^\r\n]*\r?\n")
_FIRST_FIELD: Final = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_ARMOUR: Final = (b"-----BEGIN CMS-----", b"-----BEGIN PKCS7-----", b"-----BEGIN PKCS #7")
_BARE: Final = re.compile(rb"\s*MI[A-Za-z0-9+/]{20,}[\r\n]")
_CMS: Final = re.compile(
    rb"\x30(?:[\0-\x80]|\x81.|\x82.{2}|\x83.{3}|\x84.{4})\x06"
    rb"(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07|\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01)",
    re.DOTALL,
)
"""ContentInfo of PKCS#7 or of S/MIME: a SEQUENCE that begins with such an identifier."""
_BARE_FIELDS: Final = (("content-type", b"application/pkcs7-mime"),)
_KNOWN_FIELDS: Final = {
    "from",
    "to",
    "subject",
    "date",
    "mime-version",
    "content-type",
    "received",
    "return-path",
    "message-id",
}


def open_letter(data: bytes, ring: Sequence[Key]) -> Letter:
    """Open a mail (.eml, line ends of any kind) or a bare CMS message (DER, PEM, base64).

    ring  private halves are asked for only where a recipient is matched
    The verdict is mathematics and addresses: for VALID the caller still judges the path of each
    signer. Raises NotAMail, NoKey, NotDecrypted, Damaged, TooLarge, UnsupportedAlgorithm.
    """
    outside = _outside(data)
    peeled = layers.peel(outside, ring)
    seen = judging.heading(outside, peeled)
    verdict, signers, reasons = judging.judge(peeled.layers, seen)
    shown, about_content = content.show(
        peeled.core, signed=verdict is not Signature.NONE, layers=bool(peeled.layers)
    )
    if verdict is Signature.NONE and shown.signed_beside:
        verdict = Signature.UNVERIFIABLE
    part, of_part = _signed_part(shown.signed_first, outside)
    sealed = [layer for layer in peeled.layers if layer.kind is LayerKind.ENCRYPTED]
    findings: list[Finding] = [*seen.findings, *reasons, *about_content, *of_part]
    if sealed and not sealed[-1].authenticated and verdict is not Signature.VALID:
        cipher = sealed[-1].algorithm
        findings.append(
            warning("encrypted-unauthenticated", algorithm=cipher, source="RFC 8551 6")
        )
    return Letter(
        decrypted=bool(sealed),
        signature=verdict,
        signers=signers,
        layers=peeled.layers,
        texts=tuple(shown.texts),
        attachments=tuple(shown.attachments),
        authors=seen.authors,
        subject=seen.subject,
        protected_subject=seen.protected_subject,
        findings=_without_repeats(findings),
        signed_part=part,
    )


def describe(data: bytes) -> Outline:
    """What can be seen without any key: for `inspect`.

    Raises NotAMail, Damaged, TooLarge, UnsupportedAlgorithm.
    """
    outside = _outside(data)
    peeled = layers.peel(outside, None)
    seen = judging.heading(outside, peeled)
    if peeled.sealed is not None:
        return _sealed(peeled, peeled.sealed, seen)
    verdict, signers, reasons = judging.judge(peeled.layers, seen)
    shown, about_content = content.show(
        peeled.core, signed=verdict is not Signature.NONE, layers=bool(peeled.layers)
    )
    if verdict is Signature.NONE and shown.signed_beside:
        verdict = Signature.UNVERIFIABLE
    _, of_part = _signed_part(shown.signed_first, outside)
    findings = [*seen.findings, *reasons, *about_content, *of_part]
    asked = keyword(seen.subject) if not (peeled.layers or shown.foreign) else None
    return Outline(
        kind="mail" if verdict is Signature.NONE else "signed-mail",
        from_=seen.from_,
        subject=seen.protected_subject or seen.subject,
        recipients=(),
        content_encryption=None,
        signature=verdict,
        signers=signers,
        findings=_without_repeats([*findings, *([asked] if asked is not None else [])]),
        layers=peeled.layers,
    )


def addressees(data: bytes) -> tuple[str, ...]:
    """Whom a mail says it is to (To, Cc, Bcc), as addresses in their normal form.

    Read kindly: it proves nothing and is shown to the person. Raises NotAMail, Damaged, TooLarge.
    """
    outside = _outside(data)
    fields = (value for name in ("to", "cc", "bcc") for value in outside.all(name))
    return named_in(", ".join(fields)).addresses


def made_by(data: bytes) -> str | None:
    """What names itself as the maker of a mail (X-Mailer); None without. Raises as `addressees`.

    It proves nothing: it is there so that nobody takes one mail for another by mistake.
    """
    return _outside(data).first("x-mailer")


def sealed_digest(data: bytes) -> bytes | None:
    """SHA-256 of the encrypted message in a mail, by which it is the same however it is wrapped.

    None if it is not encrypted. Raises NotAMail, Damaged, TooLarge, UnsupportedAlgorithm.
    """
    sealed = layers.peel(_outside(data), None).sealed
    return None if sealed is None else hashlib.sha256(sealed).digest()


def _signed_part(
    first: Entity | None, outside: Entity
) -> tuple[SignedPart | None, tuple[Finding, ...]]:
    """The signed part of a letter with something added to it, and why its signature fails."""
    if first is None:
        return None, ()
    peeled = layers.peel(first, None)
    verdict, signers, reasons = judging.judge(peeled.layers, judging.heading(outside, peeled))
    shown, about_content = content.show(peeled.core, signed=True)
    part = SignedPart(verdict, signers, tuple(shown.texts), tuple(shown.attachments))
    return part, (*reasons, *about_content)


def _sealed(peeled: Peeled, cms: bytes, seen: Heading) -> Outline:
    """What stands openly around and in an encrypted layer."""
    sealed = envelope.look(cms)
    findings = [*seen.findings, *judging.around(peeled.layers)]
    if sealed.unknown:
        findings.append(error("encryption-unknown", algorithm=", ".join(sealed.unknown)))
    if sealed.damaged:
        findings.append(error("encrypted-content-damaged"))
    if sealed.otherwise and not sealed.recipients:
        findings.append(error("encrypted-otherwise", otherwise=sealed.otherwise))
    layer = Layer(
        LayerKind.ENCRYPTED,
        sealed.content_encryption,
        authenticated=sealed.authenticated,
        opened=False,
    )
    return Outline(
        kind="encrypted-mail",
        from_=seen.from_,
        subject=seen.subject,
        recipients=sealed.recipients,
        content_encryption=sealed.content_encryption,
        signature=Signature.NONE,
        signers=(),
        findings=_without_repeats(findings),
        layers=(*peeled.layers, layer),
        sealed=sealed,
    )


def _outside(data: bytes) -> Entity:
    """The outermost entity; a bare CMS message becomes one without any sender."""
    check_limit("bytes", len(data), MAX_BYTES)
    text = data.removeprefix(b"\xef\xbb\xbf")
    if _could_be_cms(text):
        if _is_layer(text):
            return Entity(_BARE_FIELDS, text, 0, 0, len(text))
    else:
        from_line = _MBOX_LINE.match(text)
        entity = parse(text, from_line.end() if from_line else 0)
        if _FIRST_FIELD.match(text, entity.begin) and _KNOWN_FIELDS & {
            name for name, _ in entity.fields
        }:
            return entity
    found = recognise.recognise(data)
    raise NotAMail(looks_like=found.looks_like or found.kind.value)


def _could_be_cms(data: bytes) -> bool:
    return data[:1] == b"\x30" or data.startswith(_ARMOUR) or _BARE.match(data) is not None


def _is_layer(data: bytes) -> bool:
    """Whether bytes without any mail around them are a signed or encrypted message.

    Raises Damaged for what begins as one, TooLarge.
    """
    try:
        return layers.kind_of(data) is not None
    except Damaged:
        if data.startswith(_ARMOUR) or _CMS.match(data):
            raise
        return False


def _without_repeats(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    kept: list[Finding] = []
    for each in findings:
        if each not in kept:
            kept.append(each)
    return tuple(kept)
