"""Texts: web pages, cards, keys of other systems, and what a person may have typed."""

from __future__ import annotations

import re
from typing import Final

_HEAD: Final = 4096
_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"putty-user-key-file-", "putty"),
    (b"begin:vcalendar", "calendar"),
    (b"[internetshortcut]", "shortcut"),
    (b"{\\rtf", "rtf"),
)
_SSH: Final = re.compile(rb"(?:sk-)?(?:ssh|ecdsa)-[a-z0-9-]{2,40}(?:@openssh\.com)? AAAA")
_HTML: Final = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|script)\b|!--)", re.IGNORECASE
)
_XML: Final = re.compile(rb"<\?xml\b|<!doctype\s+plist|<plist", re.IGNORECASE)
_XML_PAGE: Final = re.compile(rb"<html\b|<!doctype\s+html", re.IGNORECASE)
_VCARD: Final = re.compile(rb"^[ \t]{0,9}BEGIN:[ \t]{0,9}VCARD[ \t]{0,9}\r?$", re.I | re.M)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1a\x1b"))


def holds_cards(text: bytes) -> bool:
    """Whether it begins as contact cards do (RFC 6350)."""
    return _VCARD.match(text.lstrip()[:64]) is not None


def of_text(text: bytes) -> str | None:
    """The name of a text that holds nothing for Sêl; None for what is no text."""
    head = text[:_HEAD].lstrip()
    lower = head[:64].lower()
    for start, name in _STARTS:
        if lower.startswith(start):
            return name
    if _SSH.match(head):
        return "ssh"
    if _HTML.match(head):
        return "html"
    if _XML.match(head):
        return "html" if _XML_PAGE.search(head) else "image" if b"<svg" in head else "xml"
    return "text" if _is_written(text[:_HEAD]) else None


def _is_written(head: bytes) -> bool:
    """No control characters, in UTF-8 or in one of the old encodings of one byte a letter."""
    if head.translate(None, _CONTROLS) != head:
        return False
    high = sum(octet >= 0x80 for octet in head)
    if not high:
        return True
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as problem:
        cut = problem.start > len(head) - 4 and problem.reason == "unexpected end of data"
        return cut or high * 4 < len(head)
    return True
