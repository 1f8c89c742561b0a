"""Address lists as RFC 5322 has them, and those that could be read in two ways."""

from __future__ import annotations

import pytest

from sel.core.letter import Mailbox
from sel.core.letter.addresses import Unreadable, mailboxes


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("<a@B.Example>", [("", "a@b.example")]),
        (' "A, B" <a@b.example> , c@d.example', [("A, B", "a@b.example"), ("", "c@d.example")]),
        ("Staff: a@b.example, C <c@d.example>;", [("", "a@b.example"), ("C", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        (
            "=?iso-8859-1?q?Si=E2n?= =?utf-8?q?_Ll=C5=B7r?= <a@b.example>",
            [("Siân Llŷr", "a@b.example")],
        ),
        ('"a.b"@c.example', [("", "a.b@c.example")]),
        ("J. (Jack) Jones <a@b.example>", [("J. Jones", "a@b.example")]),
        ("a@b.example,,", [("", "a@b.example")]),
        ("siân@ysgol.example", [("", "siân@ysgol.example")]),
    ],
)
def test_address_lists(value: str, expected: list[tuple[str, str]]) -> None:
    assert mailboxes(value) == tuple(Mailbox(*each) for each in expected)


@pytest.mark.parametrize(
    "value",
    [
        "a@b.example c@d.example",
        "a @ b . example c",
        "<a@b.example> <c@d.example>",
        "A <a@b.example> B",
        '"open <a@b.example>',
        "a@[192.0.2.1]",
        '"a b"@c.example',
        "x: y: a@b.example;",
        "a@b.example;",
        "x: a@b.example",
        "a@b.example)",
        "A <<a@b.example>>",
        "a@b.example\\",
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(value: str) -> None:
    with pytest.raises(Unreadable):
        mailboxes(value)
