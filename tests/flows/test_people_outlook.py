"""Colleagues taken in from what Outlook's "Save As" writes: .msg, alone and in a folder."""

from __future__ import annotations

from pathlib import Path

from sel.base.progress import Silent
from sel.flows import people_adding, people_finding
from sel.ports.services import Services
from tests.core.container_material import attachment, outlook_message
from tests.flows.test_people import HERE, PEM, SIAN, mail, rsa_key, sian

__all__ = ["sian"]

OWAIN = "owain@school.example"
SIGNED = "IPM.Note.SMIME.MultipartSigned"


def test_signed_attached_and_altered(sian: Services, tmp_path: Path) -> None:
    made = {
        email: HERE.issue(rsa_key(n).public_key(), email, "P")
        for n, email in enumerate((SIAN, OWAIN))
    }
    signed = mail(SIAN, made[SIAN], rsa_key(0))
    altered = mail(OWAIN, made[OWAIN], rsa_key(1)).replace(b"Bore da", b"Nos da.")
    card = made[OWAIN].public_bytes(PEM)
    folder = tmp_path / "saved"
    folder.mkdir()
    for name, kind, inside in (
        ("signed", SIGNED, attachment("smime.p7m", signed, "multipart/signed")),
        ("altered", SIGNED, attachment("smime.p7m", altered, "multipart/signed")),
        ("attached", "IPM.Note", attachment("owain.cer", card)),
        ("nothing", "IPM.Note", attachment("notes.txt", b"nothing here")),
    ):
        data = outlook_message({0x0037: name}, [inside], kind=kind)
        (folder / f"{name}.msg").write_bytes(data)
    (folder / "cut.msg").write_bytes((folder / "signed.msg").read_bytes()[:700])
    report = people_adding.add(sian, [folder], Silent())
    assert {each.person.email for each in people_finding.everybody(sian)} == {SIAN, OWAIN}
    # A mail without a signature brings nobody and is no fault.
    refused = {each.source.rpartition("/saved/")[2]: each.what.code for each in report.rejected}
    assert refused == {
        "altered.msg/smime.p7m": "person-signature-invalid",
        "cut.msg": "person-nothing",
    }
