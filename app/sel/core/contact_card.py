"""Contact cards that carry a certificate: vCard 3.0 (RFC 2426), as Outlook takes them in.

Outlook puts an X.509 certificate in KEY;ENCODING=b into the contact that it makes of the card
(MS-OXVCARD 2.1.3.8.2).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Final

_WIDTH: Final = 75  # octets of a line, without its end (RFC 2426 2.6)


def write(name: str, emails: Sequence[str], der: bytes, *, organisation: str = "") -> bytes:
    """One card, UTF-8. name: as it is shown; the last word of it is taken for the family's.

    emails  at least one. Control signs in any text are left out.
    """
    shown = _plain(name) or emails[0]
    given, _, family = shown.rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escaped(shown)}",
        f"N:{_escaped(family)};{_escaped(given)};;;",
        *(f"EMAIL;TYPE=INTERNET:{_escaped(email)}" for email in emails),
    ]
    if organisation:
        lines.append(f"ORG:{_escaped(organisation)}")
    lines.append("KEY;ENCODING=b;TYPE=X509:" + base64.b64encode(der).decode())
    lines.append("END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()


def _escaped(text: str) -> str:
    return _plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Never cut within a letter."""
    if len(line) < _WIDTH and line.isascii():
        return line
    out, width = [], 0
    for sign in line:
        octets = len(sign.encode())
        if width + octets > _WIDTH - 1:
            out.append("\r\n ")
            width = 1
        out.append(sign)
        width += octets
    return "".join(out)
