"""What may be said of a letter's signature: mathematics and addresses, never the path.

RFC 8550 3 (addresses), RFC 8551 6, RFC 9787 (layers), RFC 9788 (protected header fields).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sel.base.errors import InputError, TooLarge
from sel.base.message import Message
from sel.core import certificate
from sel.core.address import same_mailbox
from sel.core.envelope import Reason, Signer
from sel.core.finding import Finding, Level, error, info, warning
from sel.core.letter.addresses import Unreadable, comments, mailboxes
from sel.core.letter.entity import Entity
from sel.core.letter.layers import Peeled
from sel.core.letter.model import Layer, LayerKind, Mailbox, Signature
from sel.core.letter.words import unstructured

_BETWEEN_WORDS: Final = re.compile(r"[\s<>()\[\]\",;:]+")
_SHOWN_FIELDS: Final = ("subject", "reply-to", "to", "cc", "date")
"""What programs show besides From (RFC 9788 1.1.2); whatever else is added on the way is not."""
_CANNOT_TELL: Final = {Reason.NO_CERTIFICATE, Reason.UNSUPPORTED, Reason.NO_CONTENT}


@dataclass(frozen=True, slots=True)
class Heading:
    """Who a letter says it is from.

    clear  whether that has one meaning, so that a signature may be compared with it
    """

    authors: tuple[Mailbox, ...]
    subject: str | None
    protected_subject: str | None
    clear: bool
    findings: tuple[Finding, ...]

    @property
    def from_(self) -> str | None:
        """The address of the (first) author; None without a readable one."""
        return self.authors[0].address if self.authors else None


def heading(outside: Entity, peeled: Peeled) -> Heading:
    """Read the header fields, and those inside the layers that belong to them.

    Without any layer nothing inside is protected.
    """
    authors, clear, findings = _authors(outside)
    subject = _subject(outside)
    inner = peeled.core if peeled.layers and _protects_fields(peeled) else None
    if inner is None:
        return Heading(authors, subject, None, clear, tuple(findings))
    if inner.all("from"):
        inside, inside_clear, more = _authors(inner)
        findings.extend(each for each in more if each not in findings)
        clear = inside_clear and (clear or not outside.all("from"))
        if authors and not _same(authors, inside):
            findings.append(_differs("From"))
            clear = False
        authors = inside
    hides = any(layer.kind is LayerKind.ENCRYPTED for layer in peeled.layers) and (
        inner.parameters.get("hp", "cipher").lower() == "cipher"
    )
    findings.extend(
        _differs(name, level=Level.WARNING)
        for name in _SHOWN_FIELDS
        if _changed(name, outside, inner, hides=hides)
    )
    return Heading(authors, subject, _subject(inner), clear, tuple(findings))


def judge(
    layers: Sequence[Layer], seen: Heading
) -> tuple[Signature, tuple[Signer, ...], tuple[Finding, ...]]:
    """The verdict, the signers of what is shown, and the reasons.

    A signature around an encrypted layer says nothing of what is inside: whoever takes a
    message may sign it. It only counts against the letter, when it does not hold.
    """
    findings: list[Finding] = []
    last_sealed = max(
        (i for i, layer in enumerate(layers) if layer.kind is LayerKind.ENCRYPTED), default=-1
    )
    signed = [(i, layer) for i, layer in enumerate(layers) if layer.kind is LayerKind.SIGNED]
    if not signed:
        return Signature.NONE, (), ()
    everybody = [signer for _, layer in signed for signer in layer.signers]
    findings.extend(finding for signer in everybody for finding in _about(signer))
    inside = [layer for i, layer in signed if i > last_sealed]
    if not inside:
        findings.append(warning("signed-outside-encrypted", source="RFC 9787"))
        broken = any(not each.holds and each.reason not in _CANNOT_TELL for each in everybody)
        return (Signature.INVALID if broken else Signature.NONE), (), tuple(findings)
    signers = inside[-1].signers
    mismatched = _mismatched(signers, seen.authors)
    findings.extend(mismatched)
    broken = any(not each.holds and each.reason not in _CANNOT_TELL for each in everybody)
    if broken or mismatched or (seen.authors and not seen.clear):
        return Signature.INVALID, signers, tuple(findings)
    if not seen.authors and not seen.findings:
        findings.append(info("no-sender", source="RFC 8550 3"))
    holds = all(each.holds and each.digest != "md5" for each in everybody)
    verdict = Signature.VALID if holds and seen.authors else Signature.UNVERIFIABLE
    return verdict, signers, tuple(findings)


def around(layers: Sequence[Layer]) -> tuple[Finding, ...]:
    """What is wrong with signatures around an encrypted layer that nobody has opened."""
    signers = [signer for layer in layers for signer in layer.signers]
    return tuple(finding for signer in signers for finding in _about(signer))


# --- who it is from -------------------------------------------------------------------------


def _authors(entity: Entity) -> tuple[tuple[Mailbox, ...], bool, list[Finding]]:
    """Authors, whether they are clear, and why not."""
    findings: list[Finding] = []
    fields = entity.all("from")
    if not fields:
        return (), False, findings
    if len(fields) > 1:
        findings.append(error("from-repeated", source="RFC 5322 3.6"))
    authors = _read(fields[0])
    if not authors:
        findings.append(error("from-unreadable", source="RFC 5322 3.6.2"))
        return (), False, findings
    for each in (*authors, Mailbox(comments(fields[0]), authors[0].address)):
        claimed = _claimed(each)
        if claimed:
            findings.append(error("address-in-name", claimed=claimed, address=each.address))
    senders = entity.all("sender")
    if senders:
        named = _read(senders[0])
        plain = len(senders) == 1 and len(named) == 1
        if not plain or not any(same_mailbox(named[0].address, a.address) for a in authors):
            findings.append(
                error(
                    "sender-differs",
                    source="RFC 8550 3",
                    sender=named[0].address if named else "",
                    address=authors[0].address,
                )
            )
    return authors, not findings, findings


def _read(field: str) -> tuple[Mailbox, ...]:
    try:
        return mailboxes(field)
    except (Unreadable, TooLarge):
        return ()


def _claimed(author: Mailbox) -> str:
    """An address in the display name that is not the real one; "" without one."""
    shown = unicodedata.normalize("NFKC", author.name)
    for word in _BETWEEN_WORDS.split(shown):
        local, at, domain = word.strip(".'").rpartition("@")
        if at and local and domain and not same_mailbox(f"{local}@{domain}", author.address):
            return word
    return ""


def _subject(entity: Entity) -> str | None:
    value = entity.first("subject")
    return None if value is None else unstructured(value)


def _protects_fields(peeled: Peeled) -> bool:
    """RFC 9788 (hp); the drafts before it, which are in use, said protected-headers."""
    said = peeled.core.parameters
    return (
        peeled.wrapped
        or said.get("hp", "").lower() in {"clear", "cipher"}
        or said.get("protected-headers", "").lower() == "v1"
    )


def _changed(name: str, outside: Entity, inner: Entity, *, hides: bool) -> bool:
    """Whether a field that programs show says something else outside than inside.

    A sender who encrypts may write something harmless outside, and may say what (HP-Outer,
    RFC 9788 2.2); an absent field outside hides nothing that is shown.
    """
    seen, meant = outside.all(name), inner.all(name)
    if not seen or not meant or _plain(seen) == _plain(meant):
        return False
    if not hides:
        return True
    written = [value.partition(":") for value in inner.all("hp-outer")]
    expected = tuple(value for field, _, value in written if field.strip().lower() == name)
    return bool(written) and _plain(seen) != _plain(expected)


def _plain(values: Sequence[str]) -> list[str]:
    return [unstructured(value) for value in values]


def _same(some: Sequence[Mailbox], others: Sequence[Mailbox]) -> bool:
    return len(some) == len(others) and all(
        same_mailbox(one.address, other.address) for one, other in zip(some, others, strict=True)
    )


def _differs(field: str, *, level: Level = Level.ERROR) -> Finding:
    return Finding(level, Message("protected-field-differs", {"field": field.title()}), "RFC 9788")


# --- what each signature says ---------------------------------------------------------------


def _about(signer: Signer) -> list[Finding]:
    findings = []
    match signer.reason:
        case Reason.HOLDS:
            pass
        case Reason.UNSUPPORTED:
            findings.append(error(signer.reason.value, algorithm=signer.algorithm))
        case _:
            findings.append(error(signer.reason.value))
    if signer.digest == "md5":
        findings.append(error("digest-broken", digest=signer.digest, source="RFC 8551 B"))
    elif signer.weak:
        findings.append(warning("digest-weak", digest=signer.digest, source="RFC 8551 B"))
    return findings


def _mismatched(signers: Sequence[Signer], authors: Sequence[Mailbox]) -> list[Finding]:
    """Signers who are no author, and authors for whom nobody signed.

    The second matters as much: a From of two addresses must not lend the second one's
    signature to the first.
    """
    if not authors or any(each.certificate is None for each in signers):
        return []
    found = []
    for signer in signers:
        mine = _addresses(signer)
        if not any(same_mailbox(one, author.address) for one in mine for author in authors):
            found.append(_not_from(mine, authors[0]))
    everything = [one for signer in signers for one in _addresses(signer)]
    for author in authors:
        if not found and not any(same_mailbox(one, author.address) for one in everything):
            found.append(_not_from(everything, author))
    return found


def _not_from(addresses: Sequence[str], author: Mailbox) -> Finding:
    return error(
        "signer-not-from",
        source="RFC 8550 3",
        signer=", ".join(dict.fromkeys(addresses)) or "—",
        address=author.address,
    )


def _addresses(signer: Signer) -> tuple[str, ...]:
    if signer.certificate is None:
        return ()
    try:
        return certificate.read(signer.certificate).match_emails
    except InputError:
        return ()
