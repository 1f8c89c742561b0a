"""Managed settings: what an organisation decided for its computers, with where it came from.

One JSON object, {"version": 1, …}. Unknown keys are reported, never ignored; a broken file is
refused, never taken as "no policy".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sel.base.errors import BadAddress, PolicyBroken
from sel.core.address import ascii_domain

VERSION = 1


@dataclass(frozen=True, slots=True)
class Policy:
    """Every managed value; the defaults are what holds without a policy.

    language         "en" or "cy" for those who have not chosen; None: the system's
    own_domains      mail domains of the organisation
    pilot            whether a pilot authority may be founded or restored
    forgets          this computer is put back at sign-out (a lab PC)
    it_keeps_a_copy  IT holds a copy of the keys; Home says so where it would ask for a backup
    windows_capi     keys go into Windows' older key storage, for programs that know no other
    windows_exportable  Windows may give the keys out again that are put there
    roots            authorities trusted for mail, DER
    unknown          keys of the file that this version does not know
    origin           the file it came from, or None
    """

    language: str | None = None
    own_domains: tuple[str, ...] = ("hwbcymru.net",)
    pilot: bool = True
    forgets: bool = False
    it_keeps_a_copy: bool = False
    roots: tuple[bytes, ...] = ()
    windows_capi: bool = False
    windows_exportable: bool = False
    unknown: tuple[str, ...] = ()
    origin: str | None = None


_FLAGS = ("pilot", "forgets", "it_keeps_a_copy", "windows_capi", "windows_exportable")
_KNOWN = {"version", "language", "own_domains", "roots", *_FLAGS}


def read(data: bytes, *, origin: str) -> Policy:
    """Managed settings from a file. Raises PolicyBroken with what does not fit."""
    import json

    try:
        shape = json.loads(data)
    except ValueError as problem:
        raise PolicyBroken(origin=origin, field="JSON") from problem
    if not isinstance(shape, dict):
        raise PolicyBroken(origin=origin, field="object")
    if shape.get("version") != VERSION or isinstance(shape["version"], bool):
        raise PolicyBroken(origin=origin, field="version")
    values: dict[str, Any] = {}
    for flag in _FLAGS:
        if flag in shape:
            if not isinstance(shape[flag], bool):
                raise PolicyBroken(origin=origin, field=flag)
            values[flag] = shape[flag]
    if "language" in shape:
        if shape["language"] not in {"en", "cy"}:
            raise PolicyBroken(origin=origin, field="language")
        values["language"] = shape["language"]
    if "own_domains" in shape:
        values["own_domains"] = _domains(shape["own_domains"], origin)
    if "roots" in shape:
        values["roots"] = _roots(shape["roots"], origin)
    unknown = tuple(sorted(map(str, set(shape) - _KNOWN)))
    return Policy(**values, unknown=unknown, origin=origin)


def _domains(value: object, origin: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise PolicyBroken(origin=origin, field="own_domains")
    try:
        return tuple(dict.fromkeys(ascii_domain(each) for each in value))
    except BadAddress as problem:
        raise PolicyBroken(origin=origin, field="own_domains") from problem


def _roots(value: object, origin: str) -> tuple[bytes, ...]:
    """Certificates of authorities, each as PEM or as the base64 of its DER."""
    import base64

    from sel.core.chain import link
    from sel.core.recognise import certificates

    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise PolicyBroken(origin=origin, field="roots")
    found: list[bytes] = []
    for each in value:
        try:
            ders = certificates(each.encode()) or (base64.b64decode(each, validate=True),)
        except ValueError as problem:
            raise PolicyBroken(origin=origin, field="roots") from problem
        if any(link.read_or_none(der) is None for der in ders):
            raise PolicyBroken(origin=origin, field="roots")
        found.extend(ders)
    return tuple(dict.fromkeys(found))
