"""Parts of a mail as files: names are made harmless, nothing is written over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sel.base.errors import OutputFailed
from sel.core.letter import Attachment, Letter, Signature
from sel.flows.attachments import harmless, save
from tests.flows.desk import desk

LETTER = Letter(
    decrypted=True,
    signature=Signature.NONE,
    signers=(),
    layers=(),
    texts=("Bore da",),
    attachments=(Attachment("llun.png", b"1"), Attachment("llun.png", b"2")),
    authors=(),
    subject=None,
    protected_subject=None,
    findings=(),
)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    services = desk(tmp_path / "sel")
    first, second = save(services, LETTER, tmp_path), save(services, LETTER, tmp_path)
    assert first == ("text.txt", "llun.png", "llun-2.png")
    assert second == ("text-2.txt", "llun-3.png", "llun-4.png")
    assert (tmp_path / "llun-2.png").read_bytes() == b"2"
    assert (tmp_path / "text.txt").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(OutputFailed):
        save(desk(tmp_path / "sel"), LETTER, tmp_path / "nowhere")


def test_an_attachment_cannot_leave_the_folder(tmp_path: Path) -> None:
    sly = replace(LETTER, attachments=(Attachment("../../.bashrc", b"x"),))
    (tmp_path / "in").mkdir()
    assert save(desk(tmp_path / "sel"), sly, tmp_path / "in")[1] == "bashrc"
    assert (tmp_path / "in" / "bashrc").exists()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a/b/c.txt", "c.txt"),
        ("C:\\x\\llun.png", "llun.png"),
        ("con.txt", "_con.txt"),
        ("COM1", "_COM1"),
        ("a\x00b\u202e.txt", "a_b_.txt"),
        ("...", "attachment"),
        ("", "attachment"),
        ('q<>:"|?*.doc', "q_______.doc"),
        ("x" * 300, "x" * 120),
        (".hidden", "hidden"),
    ],
)
def test_names(name: str, clean: str) -> None:
    assert harmless(name) == clean
