"""A draft in the person's own mail program, by a `mailto:` address (RFC 6068)."""

from __future__ import annotations

from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

# Windows hands no longer address on to a program (INTERNET_MAX_URL_LENGTH is 2083).
LONGEST = 2000


def mail_address(to: str, subject: str, text: str) -> str:
    """The address; lines end in CRLF as RFC 6068 5 asks."""
    body = text.replace("\r\n", "\n").replace("\n", "\r\n")
    head, rest = quote(subject, safe=""), quote(body, safe="")
    return f"mailto:{quote(to, safe='@')}?subject={head}&body={rest}"


def fits(to: str, subject: str, text: str) -> bool:
    """Whether every system hands the whole draft on."""
    return len(mail_address(to, subject, text)) <= LONGEST


def open_draft(to: str, subject: str, text: str) -> bool:
    """Open the draft; False if there is no mail program that takes it."""
    address = mail_address(to, subject, text)
    return QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))
