"""`mail open`: mails that a list has added to, and files with several of them."""

from __future__ import annotations

import pytest

from tests.cli.program import Program
from tests.core import mail_material as mails

FOOTER = b"Content-Type: text/plain\r\n\r\n-- \r\nY rhestr\r\n"


@pytest.fixture
def listed(sel: Program) -> Program:
    """Siân's signed mail as a mailing list sends it on, in `list.eml`."""
    sian = mails.person("p256")
    sel.path("list.eml").write_bytes(
        mails.mail(sian, mails.multipart("mixed", mails.signed(sian), FOOTER))
    )
    return sel


@pytest.fixture
def folder(sel: Program) -> Program:
    """Two mails in one file, `box.mbox`."""
    mails_ = [mails.mail(mails.person("p256"), mails.BODY, f"Message-ID: <{n}>") for n in (1, 2)]
    box = b"\n".join(
        b"From - Tue Nov 24 09:00:00 2026\n" + each.replace(b"\r\n", b"\n") for each in mails_
    )
    sel.path("box.mbox").write_bytes(box.replace(b"Bore da", b"Nos da", 1))
    return sel


def test_what_was_signed_stands_before_what_was_added(listed: Program) -> None:
    found = listed.done("mail", "open", listed.path("list.eml"), unlock=False)
    assert found["signature"] == "unverifiable"
    assert found["text"] == "-- \nY rhestr\n"
    part = found["signed_part"]
    assert part["text"] == "Bore da, Siân.\n"
    assert part["signature"] == "unverifiable"  # its mathematics hold; nobody is trusted here
    assert part["signer"]
    codes = {each["code"] for each in found["problems"]}
    assert "text-added-to-signed" in codes
    said = listed("mail", "open", listed.path("list.eml"), unlock=False).out
    assert said.index("Bore da") < said.index("Added to it, signed by nobody:")
    assert said.index("Added to it, signed by nobody:") < said.index("Y rhestr")


def test_one_of_several_mails_is_asked_for(folder: Program) -> None:
    path = folder.path("box.mbox")
    ran = folder("mail", "open", path, "--json", unlock=False)
    assert ran.status == 2
    assert ran.json["error"]["code"] == "several-mails"
    assert "--number" in ran.json["error"]["hint"]
    texts = [
        folder.done("mail", "open", path, "--number", number, unlock=False)["text"]
        for number in (1, 2)
    ]
    assert [("Nos da" in each, "Bore da" in each) for each in texts] == [
        (True, False),
        (False, True),
    ]
    for wrong in (0, 3):
        ran = folder("mail", "open", path, "--number", wrong, "--json", unlock=False)
        assert (ran.status, ran.json["error"]["code"]) == (2, "no-such-mail")


def test_a_folder_where_a_file_belongs_and_the_other_way_round(listed: Program) -> None:
    mail = listed.path("list.eml")
    for command in (("check", listed.folder), ("mail", "open", listed.folder)):
        ran = listed(*command, "--json", unlock=False)
        assert (ran.status, ran.json["error"]["code"]) == (3, "is-a-folder")
    ran = listed("mail", "open", mail, "--out", mail, "--lang", "en", unlock=False)
    assert ran.status == 4
    assert "a folder is needed" in ran.err


def test_what_was_added_is_saved_apart(listed: Program) -> None:
    out = listed.path("parts")
    out.mkdir()
    saved = listed.done("mail", "open", listed.path("list.eml"), "--out", out, unlock=False)
    assert saved["saved"][:2] == ["text.txt", "added.txt"]
    assert (out / "text.txt").read_text() == "Bore da, Siân.\n"
    assert (out / "added.txt").read_text() == "-- \nY rhestr\n"
