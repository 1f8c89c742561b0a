"""What the helpdesk needs to know: never a key, a passphrase, a mail's text or a whole address."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sel import __version__
from sel.base.errors import SelError
from sel.base.message import Message
from sel.flows import backups, mail_programs, managed, store_places
from sel.flows import status as standing
from sel.flows.diagnosing import Diagnosis
from sel.flows.identities import Identity
from sel.ports.services import Services


def report(services: Services, diagnosis: Diagnosis | None = None) -> dict[str, Any]:
    """Facts and codes; addresses appear as ids of keys, paths as names of files.

    diagnosis  what was looked for because something does not work
    """
    now = services.clock.now()
    shape: dict[str, Any] = {
        "sel": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "frozen": bool(getattr(sys, "frozen", False)),
        "time": _time(now),
        "forgets": services.forgets(),
        "policy": _policy(services),
    }
    try:
        shape.update(_book(services))
    except SelError as problem:
        shape["book"] = {"error": problem.code}
    shape["stores"] = [
        {"id": kind.id, "reason": kind.reason, "found": len(kind.found)}
        for kind in store_places.kinds(services)
    ]
    shape["copies"] = [path.parent.name for path in services.copies()]
    shape["mail_programs"] = [_mail_program(each) for each in mail_programs.here(services)]
    shape["witnesses"] = {each.id: each.present() for each in services.witnesses()}
    if diagnosis is not None:
        shape["diagnosis"] = _diagnosis(diagnosis)
    return shape


def flat(shape: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The report as lines of name and value."""
    for name, value in shape.items():
        whole = f"{before}{name}"
        if isinstance(value, Mapping):
            yield from flat(value, f"{whole}.")
        elif isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, Mapping):
                    yield from flat(each, f"{whole}.{place}.")
                else:
                    yield f"{whole}.{place}", str(each)
        else:
            yield whole, "-" if value is None else str(value)


def packed(shape: Mapping[str, Any], text: str) -> bytes:
    """A zip with the report as JSON and as text."""
    import io
    import json
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.json", json.dumps(shape, indent=2, ensure_ascii=False))
        archive.writestr("report.txt", text)
    return stream.getvalue()


def masked(fact: Message) -> Message:
    """The same with nothing left of an address but its domain."""
    return Message(fact.code, {name: _masked(value) for name, value in fact.facts.items()})


def _masked(value: object) -> object:
    if isinstance(value, Message):
        return masked(value)
    if isinstance(value, tuple | list):
        return tuple(map(_masked, value))
    return _LOCAL_PART.sub("…@", value) if isinstance(value, str) else value


_LOCAL_PART = re.compile(r"[^\s@<>,;:=()\[\]]+@")


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "message": diagnosis.message.id,
        "causes": [
            {
                "cause": each.cause,
                "verdict": each.verdict.value,
                "codes": [fact.code for fact in each.said],
                "errand": each.errand or None,
            }
            for each in diagnosis.outcomes
        ],
    }


def _policy(services: Services) -> dict[str, Any]:
    """Every value in force, and why; addresses are counted, not named."""
    policy = services.policy
    values = {one.setting.key: managed.plain(one) for one in managed.decisions(policy)}
    values["shared_mailboxes"] = len(policy.shared_mailboxes)
    return {
        "origin": policy.origin,
        **values,
        "origins": dict(policy.origins),
        "unknown": list(policy.unknown),
        "ignored": list(policy.ignored),
    }


def _book(services: Services) -> dict[str, Any]:
    book = services.book()
    found = standing.status(services)
    slots = book.slots()
    kept = backups.status(services)
    recovery = book.recovery
    return {
        "status": found.sentence.code,
        "steps": {step.id: step.state.value for step in found.steps},
        "notices": [notice.code for notice in found.notices],
        "slots": {
            "keyring": slots.keyring,
            "passphrase": slots.passphrase,
            "open": slots.open,
            "reason": slots.why_not,
        },
        "recovered": None if recovery is None else recovery.source,
        "backup": {"verified": _time(kept.verified), "missing": list(kept.missing)},
        "ids": [_identity(each) for each in found.identities],
        "journal": [
            {"when": _time(entry.when), "code": entry.what.code} for entry in book.journal()
        ],
    }


def _mail_program(one: mail_programs.Program) -> dict[str, Any]:
    """Accounts are counted, not named."""
    program = one.program
    return {
        "id": program.id.value,
        "version": program.build.version or None,
        "package": program.build.package or None,
        "channel": program.build.channel or None,
        "bits": program.build.bits or None,
        "variant": program.build.variant or None,
        "set_up": program.set_up.value,
        "accounts": len(program.addresses),
        "sign": program.works.sign.value,
        "encrypt": program.works.encrypt.value,
        "decrypt": program.works.decrypt.value,
        "keys_in": program.works.keys_in or None,
        "store": one.store or None,
        "said": [each.code for each in (*one.said, *one.placing)],
        "settings": [
            {
                "name": each.name,
                "value": each.value,
                "managed": each.managed,
                "code": each.what.code,
            }
            for each in program.settings
        ],
    }


def _identity(one: Identity) -> dict[str, Any]:
    facts = one.certificate
    shape: dict[str, Any] = {
        "id": one.id,
        "state": one.state.value,
        "origin": one.origin.value,
        "backed_up": _time(one.backed_up),
        "installed": [store.partition(":")[0] for store in one.installed],
    }
    if facts is not None:
        shape |= {
            "not_before": _time(facts.not_before),
            "not_after": _time(facts.not_after),
            "key": f"{facts.key.algorithm} {facts.key.size or facts.key.curve or ''}".strip(),
            "sign": facts.can_sign,
            "encrypt": facts.can_encrypt,
            "addresses": len(facts.emails),
        }
    return shape


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
