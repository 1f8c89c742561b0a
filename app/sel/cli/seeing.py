"""A file that was looked at, as the contract's JSON and as lines for a person."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sel.base.message import Message
from sel.cli import shapes
from sel.flows.seen import CertificateSeen, FileSeen
from sel.text.visible import visible, visible_line

if TYPE_CHECKING:
    from datetime import datetime

    from sel.flows.seen import Seen
    from sel.flows.seen_besides import MailSeen
    from sel.text.speaker import Speaker


def shape(seen: FileSeen, speaker: Speaker) -> dict[str, Any]:
    """One file as an entry of `files`."""
    return {
        "path": str(seen.path),
        "kind": seen.kind.value,
        "looks_like": seen.looks_like,
        "counts": {"certificates": seen.certificates, "private_keys": seen.private_keys},
        "objects": [_object_shape(each) for each in seen.objects],
        "problems": _problems(seen, speaker),
    }


def _problems(seen: FileSeen, speaker: Speaker) -> list[dict[str, Any]]:
    problems = shapes.problems(seen.findings, speaker)
    if seen.error is not None and not any(p["code"] == seen.error.code for p in problems):
        told = speaker.error(seen.error, command=True)
        problems.append(
            {
                "code": told.code,
                "severity": "error",
                "message": told.what,
                "hint": told.hint,
                "source": None,
            }
        )
    return problems


def _object_shape(seen: Seen) -> dict[str, Any]:
    if isinstance(seen, CertificateSeen):
        return shapes.certificate(
            seen.facts, has_private_key=seen.has_private_key, friendly_name=seen.friendly_name
        )
    from sel.flows.seen_besides import CrlSeen, KeySeen, MailSeen

    if isinstance(seen, MailSeen):
        return _mail_shape(seen)
    if isinstance(seen, CrlSeen):
        return {
            "kind": "crl",
            "issuer": seen.issuer,
            "this_update": shapes.time(seen.this_update),
            "next_update": shapes.time(seen.next_update),
            "revoked": seen.revoked,
            "sha256": seen.sha256.hex(),
        }
    if isinstance(seen, KeySeen):
        return {
            "kind": "private-key",
            "key": shapes.key(seen.key),
            "encrypted": seen.encrypted,
            "spki_sha256": seen.spki_sha256.hex() if seen.spki_sha256 else None,
        }
    return shapes.request(seen)


def _mail_shape(seen: MailSeen) -> dict[str, Any]:
    outline = seen.outline
    shape: dict[str, Any] = {"kind": outline.kind, "from": outline.from_}
    if outline.kind == "signed-mail":
        signers = [each.certificate for each in outline.signers if each.certificate is not None]
        shape["signature"] = outline.signature.value
        shape["signer"] = hashlib.sha256(signers[0]).hexdigest() if signers else None
    elif outline.kind == "encrypted-mail":
        shape["recipients"] = list(map(shapes.recipient, outline.recipients))
        shape["whereabouts"] = list(map(shapes.whereabouts, seen.places))
        shape["content_encryption"] = outline.content_encryption
        shape["key_here"] = seen.key_here
    return shape


_SHOWN = 12
"""Objects of one file that a person is shown; JSON has them all."""


def written(seen: FileSeen, speaker: Speaker, *, json: bool) -> str:
    """One file as it is printed: an entry of `files`, indented and with no comma, or lines."""
    if json:
        from sel.cli.pretty import pretty

        return f"    {pretty(shape(seen, speaker), '    ')}"
    return "".join([f"{visible_line(line)}\n" for line in lines(seen, speaker)])


def lines(seen: FileSeen, speaker: Speaker) -> list[str]:
    """One file as lines."""
    out = [visible(str(seen.path))]
    if seen.looks_like is not None:
        out[0] += f": {_word(speaker, f'looks-like.{seen.looks_like}')}"
    elif seen.kind.value != "unknown":  # else it could not be read at all
        out[0] += f": {_word(speaker, f'kind.{seen.kind.value}')}"
    for each in seen.objects[:_SHOWN]:
        out.extend(f"  {line}" for line in _object_lines(each, speaker))
    more = len(seen.objects) - _SHOWN
    if more > 0:
        out.append("  " + speaker.count("cli-and-more", "and {n} more", "and {n} more", n=more))
    if not seen.findings and seen.error is None:
        return out
    for problem in _problems(seen, speaker):
        if problem["code"] != "unknown-file":  # what it looks like stands in the first line
            out.append(f"  {problem['message']}")
        if problem["hint"]:
            out.append(f"  {problem['hint']}")
    return out


@lru_cache(maxsize=64)
def _word(speaker: Speaker, code: str) -> str:
    """Of the few kinds of things, looked up once for thousands of files."""
    return speaker.message(Message(code))


@lru_cache(maxsize=256)
def _day(speaker: Speaker, moment: datetime) -> str:
    """Thousands of certificates have few dates between them, and zones are slow to ask."""
    return speaker.date(moment)


def _object_lines(seen: Seen, speaker: Speaker) -> list[str]:
    if isinstance(seen, CertificateSeen):
        facts = seen.facts
        line = speaker.say(
            "cli-certificate-line",
            "{name} · {emails} · valid from {start} to {end}",
            name=facts.common_name or facts.subject,
            emails=", ".join(facts.emails) or "-",
            start=_day(speaker, facts.not_before),
            end=_day(speaker, facts.not_after),
        )
        return [line, f"SHA-256 {facts.sha256.hex()}"]
    from sel.flows.seen_besides import CrlSeen, KeySeen, MailSeen

    if isinstance(seen, CrlSeen):
        return [visible(seen.issuer)]
    if isinstance(seen, MailSeen):
        return [visible(seen.outline.from_)] if seen.outline.from_ else []
    if isinstance(seen, KeySeen):
        return []
    emails = ", ".join(seen.emails) or "-"
    return [f"{visible(seen.common_name or seen.subject)} · {visible(emails)}"]
