"""Write a pack: the same pack gives the same bytes before it is signed."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sel.base.secret import Secret
from sel.core import envelope
from sel.core.pack.model import VERSION, Pack, Partners


def written(pack: Pack) -> bytes:
    """The JSON object of a pack, UTF-8: keys in one order, no spaces."""
    shape: dict[str, object] = {
        "sel-pack": VERSION,
        "id": pack.id,
        "number": pack.number,
        "name": dict(pack.name),
        "issued": _time(pack.issued),
        "expires": _time(pack.expires),
        "people": [base64.b64encode(der).decode() for der in pack.people],
        "authorities": [json.loads(each) for each in pack.profiles],
        "partners": None if pack.partners is None else _partners(pack.partners),
    }
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode()


def seal(
    pack: Pack, *, key: Secret, certificate: bytes, chain: Sequence[bytes], when: datetime
) -> bytes:
    """The signed file, DER. Arguments and errors as `envelope.sign`."""
    return envelope.sign(
        written(pack),
        key=key,
        certificate=certificate,
        chain=chain,
        when=when,
        detached=False,
    )


def _partners(partners: Partners) -> dict[str, object]:
    return {
        "source": dict(partners.source),
        "dated": partners.dated.isoformat(),
        "domains": list(partners.domains),
    }


def _time(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
