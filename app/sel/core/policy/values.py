"""One value from its written form; what does not fit is refused, never bent."""

from __future__ import annotations

import re
from collections.abc import Callable

from sel.base.errors import BadAddress
from sel.core.policy.schema import Form, Item, Setting

_TEXT_MOST = 300
_LIST_MOST = 1000
# Who could read a directory's address has to be its host; RFC 4516 has the rest.
_DIRECTORY = re.compile(r"ldaps?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?(/[^?\s]*)?")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def checked(setting: Setting, raw: object) -> object:
    """The value as `Policy` holds it.

    raw  bool, int, str or a sequence of str, as JSON, a registry or a property list gave it
    Raises ValueError.
    """
    match setting.form:
        case Form.FLAG:
            if not isinstance(raw, bool):
                raise ValueError("true or false")
            return raw
        case Form.NUMBER:
            if isinstance(raw, bool) or not isinstance(raw, int):
                raise ValueError("a whole number")
            if not setting.least <= raw <= setting.most:
                raise ValueError(f"from {setting.least} to {setting.most}")
            return raw
        case Form.CHOICE:
            if raw not in setting.options:
                raise ValueError(f"one of {', '.join(setting.options)}")
            return raw
        case Form.TEXT:
            return _line(raw)
        case Form.LIST:
            return _list(setting, raw)


def _line(raw: object, most: int = _TEXT_MOST) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > most or not raw.isprintable():
        raise ValueError(f"one line of at most {most} characters")
    return raw.strip()


def _list(setting: Setting, raw: object) -> tuple[object, ...]:
    if not isinstance(raw, list | tuple) or len(raw) > _LIST_MOST:
        raise ValueError("a list")
    if len(raw) < setting.least:
        raise ValueError(f"at least {setting.least}")
    found: list[object] = []
    for each in raw:
        if not isinstance(each, str):
            raise ValueError("a list of texts")
        if setting.options and each not in setting.options:
            raise ValueError(f"of {', '.join(setting.options)}")
        found.extend(_ITEMS[setting.item](each))
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> tuple[str, ...]:
    return (_line(text),)


def _domain(text: str) -> tuple[str, ...]:
    from sel.core.address import ascii_domain

    try:
        return (ascii_domain(text),)
    except BadAddress as problem:
        raise ValueError("a mail domain") from problem


def _address(text: str) -> tuple[str, ...]:
    from sel.core.address import normal

    try:
        return (normal(text),)
    except BadAddress as problem:
        raise ValueError("a mail address") from problem


def _certificates(text: str) -> tuple[bytes, ...]:
    """Certificates of authorities: PEM, or the base64 of DER."""
    import base64

    from sel.core.chain import link
    from sel.core.recognise import certificates

    ders = certificates(text.encode()) or (base64.b64decode(text, validate=True),)
    if any(link.read_or_none(der) is None for der in ders):
        raise ValueError("certificates")
    return tuple(ders)


def _fingerprint(text: str) -> tuple[bytes, ...]:
    """SHA-256 in hex; colons and blanks between the digits are what tools print."""
    digits = text.replace(":", "").replace(" ", "").lower()
    if not _FINGERPRINT.fullmatch(digits):
        raise ValueError("a SHA-256 fingerprint")
    return (bytes.fromhex(digits),)


def _directory(text: str) -> tuple[str, ...]:
    if not _DIRECTORY.fullmatch(text):
        raise ValueError("an ldaps:// or ldap:// address")
    return (text,)


def _profile(text: str) -> tuple[bytes, ...]:
    """A JSON object; `sel.enrol` knows its fields."""
    import json

    if not isinstance(json.loads(text), dict):
        raise ValueError("a JSON object")
    return (text.encode(),)


_ITEMS: dict[Item, Callable[[str], tuple[object, ...]]] = {
    Item.PLAIN: _plain,
    Item.DOMAIN: _domain,
    Item.ADDRESS: _address,
    Item.FOLDER: _plain,
    Item.CERTIFICATE: _certificates,
    Item.FINGERPRINT: _fingerprint,
    Item.DIRECTORY: _directory,
    Item.PROFILE: _profile,
}
