"""Mails that are not sent yet: what stands in them, and what may not."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from sel.base.errors import BadAddress, BadHeader
from sel.core.letter.draft import draft
from sel.core.letter.model import Attachment, Mailbox

SIAN = Mailbox("Siân Llŷr", "sian.llyr@school.example")


def test_it_opens_unsent_and_says_both_languages_in_order() -> None:
    made = draft(
        sender=SIAN,
        subject="Fy nhystysgrif / My certificate",
        text="Mae fy nhystysgrif ynghlwm â'r neges.\n\nMy certificate is attached.\n",
        attachments=(
            Attachment("sian.llyr.p7b", b"\x30\x00", "application/x-pkcs7-certificates"),
        ),
    )
    read = message_from_bytes(made, policy=default)
    assert read["X-Unsent"] == "1"
    assert read["From"] == "Siân Llŷr <sian.llyr@school.example>"
    assert read["Subject"] == "Fy nhystysgrif / My certificate"
    # The program that sends it gives it these.
    assert (read["To"], read["Date"], read["Message-ID"]) == (None, None, None)
    body, attached = read.iter_parts()
    assert body.get_content_type() == "text/plain"
    assert body.get_content().startswith("Mae fy nhystysgrif ynghlwm â'r neges.\r\n")
    assert attached.get_filename() == "sian.llyr.p7b"
    assert attached.get_content() == b"\x30\x00"


def test_it_is_seven_bits_wide_with_short_lines() -> None:
    made = draft(sender=SIAN, subject="ŵ" * 200, text="ŷ" * 500)
    assert max(made) < 0x80
    assert all(len(line) <= 78 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")


def test_who_is_known_is_addressed() -> None:
    made = draft(sender=None, recipients=(SIAN,), subject="x", text="x")
    read = message_from_bytes(made, policy=default)
    assert (read["From"], read["To"]) == (None, "Siân Llŷr <sian.llyr@school.example>")


@pytest.mark.parametrize("subject", ["x\r\nBcc: a@b.example", "x\u2028y", "x\x00"])
def test_nothing_breaks_out_of_the_subject(subject: str) -> None:
    with pytest.raises(BadHeader):
        draft(sender=SIAN, subject=subject, text="x")


def test_nothing_breaks_out_of_an_address() -> None:
    with pytest.raises(BadAddress):
        draft(sender=Mailbox("", "a@b.example>\r\nBcc: c@d.example"), subject="x", text="x")
