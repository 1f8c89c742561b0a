"""Addresses in pasted text, and those of mails that were given."""

from __future__ import annotations

from contextlib import suppress

import pytest

from sel.base.errors import TooLarge
from sel.core import address, letter, recipients
from sel.core.container import outlook_message as msg
from sel.core.recipients import LONGEST, MOST, joined, named_in
from sel.text.catalog import find
from tests.core.container_material import compound, message_storage
from tests.core.container_material import outlook_message as made

SIAN, OWAIN = "sian@school.example", "owain@school.example"


@pytest.mark.parametrize(
    ("text", "found", "unclear"),
    [
        ("", (), ()),
        (SIAN, (SIAN,), ()),
        (f"{SIAN}, {OWAIN};", (SIAN, OWAIN), ()),
        (f"{SIAN}\n{OWAIN}\r\n", (SIAN, OWAIN), ()),
        (f"{SIAN} {OWAIN}\t{SIAN}", (SIAN, OWAIN), ()),
        (f"Siân Llŷr <{SIAN}>; Owain <{OWAIN}>", (SIAN, OWAIN), ()),
        (f"Siân <{SIAN}> Owain <{OWAIN}>", (SIAN, OWAIN), ()),
        (f'"Llŷr, Siân; x" <{SIAN}>, {OWAIN}', (SIAN, OWAIN), ()),
        (f"Llŷr, Siân <{SIAN}>", (SIAN,), ()),
        (f"'{SIAN}' (Siân)", (SIAN,), ()),
        (f"mailto:{SIAN}", (SIAN,), ()),
        ("SIAN@School.Example., sian@school.example", ("SIAN@school.example",), ()),
        ("Siân, Owain", (), ("Siân", "Owain")),
        (f"pennaeth; {SIAN}", (SIAN,), ("pennaeth",)),
        ("a@b, x@@y.example", (), ("a@b", "x@@y.example")),
        (f'"{SIAN}', (SIAN,), ()),
        (f"<{SIAN}", (SIAN,), ()),
    ],
)
def test_what_is_read(text: str, found: tuple[str, ...], unclear: tuple[str, ...]) -> None:
    read = named_in(text)
    assert (read.addresses, read.unclear) == (found, unclear)


def test_too_many_are_refused_and_many_are_quick() -> None:
    assert len(named_in(",".join(f"a{n}@x.example" for n in range(MOST))).addresses) == MOST
    with pytest.raises(TooLarge):
        named_in(",".join(f"a{n}@x.example" for n in range(MOST + 1)))
    assert named_in("<" * 20_000 + '"' * 20_001).addresses == ()


@pytest.mark.parametrize(
    "piece",
    ['"\\', '"', "<", '<"', '"\\\\', '\\"', '"a', '"<', "<a", '"@', "<@", '@"', "@<", "<>", '""',
     '"\n', " ", ", ", "@ ", "\0", "a", "<a@x.example", '"a@x.example"'],
)  # fmt: skip
def test_hostile_text_comes_to_an_end(piece: str) -> None:
    """Reading it again from each sign on would take minutes for some of these."""
    with suppress(TooLarge):
        assert len(named_in(f"<{SIAN}>, {piece * (256 * 1024 // len(piece))}").addresses) <= 2


def test_longer_text_is_not_read() -> None:
    with pytest.raises(TooLarge) as caught:
        named_in(f"{SIAN}," + " " * LONGEST)
    assert find(f"what.{caught.value.what.facts['what']}") is not None


@pytest.mark.parametrize(
    ("text", "found", "unclear"),
    [
        (f'"Siân, <{SIAN}>; {OWAIN}', (SIAN, OWAIN), ()),
        (f'"Siân\\" <{SIAN}>, {OWAIN}\\"', (SIAN,), (f"{OWAIN}\\",)),
        (f'<"> "a\\" <{SIAN}>, {OWAIN}', (SIAN, OWAIN), ()),
        (f'"Siân\\\n; x" <{SIAN}>', (SIAN,), ()),
    ],
)
def test_a_quote_that_nobody_closes_loses_nobody(
    text: str, found: tuple[str, ...], unclear: tuple[str, ...]
) -> None:
    read = named_in(text)
    assert (read.addresses, read.unclear) == (found, unclear)


def test_each_mailbox_once() -> None:
    assert joined((SIAN,), ("Sian@SCHOOL.example", OWAIN, OWAIN)) == (SIAN, OWAIN)
    assert joined((), ("Ŵyn@x.example", "ŵyn@x.example")) == ("Ŵyn@x.example", "ŵyn@x.example")


def test_each_of_very_many_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each held against each other, as many as may be named took a quarter of a minute."""
    looked: list[str] = []

    def counting(given: str) -> str:
        looked.append(given)
        return address.mailbox_key(given)

    monkeypatch.setattr(recipients, "mailbox_key", counting)
    many = tuple(f"a{n}@x.example" for n in range(MOST))
    assert joined(many[:10], many) == many
    assert len(looked) == MOST + 10


def test_of_an_ordinary_mail() -> None:
    mail = (
        b"From: a@x.example\r\nTo: =?utf-8?Q?Si=C3=A2n?= <sian@school.example>,\r\n"
        b" Staff: owain@school.example;\r\nBcc: c@x.example\r\nSubject: d@x.example\r\n\r\n"
        b"To: e@x.example\r\n"
    )
    assert letter.addressees(mail) == (SIAN, OWAIN, "c@x.example")


def test_of_an_outlook_message() -> None:
    storage = message_storage({}, [])
    names = {"3003": "/O=SCHOOL/CN=SIAN", "39FE": SIAN}
    for number, texts in enumerate((names, {"3003": OWAIN}, {"3003": "/O=SCHOOL/CN=STAFF"})):
        storage[f"__recip_version1.0_#{number:08X}"] = {
            f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items()
        }
    assert msg.addressees(compound(storage)) == (SIAN, OWAIN)
    assert msg.addressees(made({}, [])) == ()
