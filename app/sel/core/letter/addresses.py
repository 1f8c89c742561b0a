"""Reading From, Sender and To (RFC 5322 3.4, RFC 6532): strictly, for signatures rest on it.

What two programs could read differently is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sel.base.errors import BadAddress
from sel.core.address import normal
from sel.core.letter.limits import MAX_MAILBOXES
from sel.core.letter.model import Mailbox
from sel.core.letter.words import unstructured
from sel.core.limits import check_limit

_TOKEN: Final = re.compile(
    r"(?P<space>\s+)"
    r'|(?P<quoted>"(?:[^"\\\r\n]|\\.)*")'
    r"|(?P<special>[<>@,;:])"
    r'|(?P<atom>[^\s"<>@,;:()\[\]\\]+)'
)
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT: Final = re.compile(r"\(([^()]*)")
Token = tuple[str, str]


class Unreadable(Exception):
    """Not a list of mailboxes in a form that has one meaning."""


def mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Every mailbox of a field, those of groups too, addresses in their normal form.

    Raises Unreadable, TooLarge.
    """
    found: list[Mailbox] = []
    current: list[Token] = []
    in_group = False
    for token in (*_tokens(value), ("special", ",")):
        if token == ("special", ":") and not in_group:
            in_group, current = True, []
        elif token in {("special", ","), ("special", ";")}:
            if token[1] == ";" and not in_group:
                raise Unreadable
            if any(kind != "space" for kind, _ in current):
                found.append(_mailbox(current))
                check_limit("mailboxes", len(found), MAX_MAILBOXES)
            in_group, current = in_group and token[1] != ";", []
        else:
            current.append(token)
    if in_group:
        raise Unreadable
    return tuple(found)


def comments(value: str) -> str:
    """What stands in comments, which some programs show beside the name."""
    return " ".join(_COMMENT.findall(_QUOTED.sub(" ", value)))


def _mailbox(tokens: list[Token]) -> Mailbox:
    opening = [i for i, token in enumerate(tokens) if token == ("special", "<")]
    closing = [i for i, token in enumerate(tokens) if token == ("special", ">")]
    if not opening and not closing:
        return Mailbox("", _address(tokens))
    if len(opening) != 1 or len(closing) != 1 or closing[0] < opening[0]:
        raise Unreadable
    behind = tokens[closing[0] + 1 :]
    phrase, inside = tokens[: opening[0]], tokens[opening[0] + 1 : closing[0]]
    if any(kind != "space" for kind, _ in behind):
        raise Unreadable
    if any(kind == "special" for kind, _ in phrase):
        raise Unreadable
    return Mailbox(_name(phrase), _address(inside))


def _name(phrase: list[Token]) -> str:
    return unstructured("".join(_unquoted(t) if k == "quoted" else t for k, t in phrase))


def _address(tokens: list[Token]) -> str:
    solid = list(tokens)
    while solid and solid[0][0] == "space":
        solid.pop(0)
    while solid and solid[-1][0] == "space":
        solid.pop()
    kinds = [kind if kind != "special" else text for kind, text in solid]
    if kinds not in (["atom", "@", "atom"], ["quoted", "@", "atom"]):
        raise Unreadable
    local = _unquoted(solid[0][1]) if kinds[0] == "quoted" else solid[0][1]
    if solid[2][1].endswith(".") or not (local + solid[2][1]).isprintable():
        raise Unreadable  # what programs drop or do not show, each in its own way
    try:
        return normal(f"{local}@{solid[2][1]}")
    except BadAddress as error:
        raise Unreadable from error


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _tokens(value: str) -> Iterator[Token]:
    text = _without_comments(value)
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise Unreadable
        yield found.lastgroup, found[0]
        at = found.end()


def _without_comments(value: str) -> str:
    """The value with each comment, which may nest, as one space (RFC 5322 3.2.2)."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for sign in value:
        if escaped:
            escaped = False
        elif sign == "\\" and (quoted or depth):
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif sign == "(" and not quoted:
            depth += 1
            kept.append(" ")
            continue
        elif sign == ")" and not quoted:
            depth -= 1
            if depth < 0:
                raise Unreadable
            continue
        if not depth:
            kept.append(sign)
    if depth or quoted:
        raise Unreadable
    return "".join(kept)
