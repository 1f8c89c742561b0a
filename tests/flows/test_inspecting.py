"""Looking at files and at everything in them: each has an answer, and nothing stops the rest."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sel.core import authority
from sel.core.asn1 import armour
from sel.core.limits import Limits
from sel.core.recognise import Kind
from sel.flows import inspecting
from sel.flows.seen import files
from sel.flows.unfolding import unfold
from sel.ports.services import Services
from tests.core.container_material import archive, attachment, outlook_message, winmail
from tests.flows.desk import desk
from tests.pilot import NOW, person, pilot

SIAN = person()
PEM = armour("CERTIFICATE", SIAN.certificate)
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sian\r\nEND:VCARD\r\n"
MAIL = b"From: a@school.example\r\nSubject: x\r\n\r\ntext\r\n"
MBOX = (b"From a Tue Nov 24 09:00:00 2026\n" + MAIL.replace(b"\r", b"") + b"\n") * 2


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return desk(tmp_path_factory.mktemp("desk"))


def looked(services: Services, data: bytes, name: str = "A") -> dict[str, inspecting.FileSeen]:
    seen = inspecting.look_inside_of(services, data, Path(name), None)
    return {each.path.as_posix(): each for each in seen}


def kinds(services: Services, data: bytes) -> dict[str, tuple[str, str | None, str | None]]:
    return {
        path: (each.kind.value, each.looks_like, each.error.code if each.error else None)
        for path, each in looked(services, data).items()
    }


def test_an_archive_gives_its_members_and_those_of_inner_ones(services: Services) -> None:
    inner = archive(
        {"root.crl": pilot().root_crl, "x.docx": archive({"[Content_Types].xml": b""})}
    )
    made = archive(
        {
            "sian.cer": SIAN.certificate, "dwfn/inner.zip": inner, "../../key.pem": PEM,
            "sian.vcf": CARD, "mails": MBOX, "winmail.dat": winmail([("a.p7b", PEM)]),
        }
    )  # fmt: skip
    assert kinds(services, made) == {
        "A/sian.cer": ("certificate", None, None),
        "A/dwfn/inner.zip/root.crl": ("crl", None, None),
        "A/dwfn/inner.zip/x.docx": ("unknown", "office", "unknown-file"),
        "A/key.pem": ("certificate", None, None),
        "A/sian.vcf": ("contact-card", None, None),
        "A/mails/1.eml": ("mail", None, None),
        "A/mails/2.eml": ("mail", None, None),
        "A/winmail.dat/a.p7b": ("certificate", None, None),
    }


def test_an_archive_that_cannot_be_opened_is_named(services: Services) -> None:
    whole = archive({"a.cer": SIAN.certificate})
    assert kinds(services, whole[:-30]) == {"A": ("unknown", "zip", "damaged")}
    assert kinds(services, archive({})) == {"A": ("unknown", "zip", "unknown-file")}
    assert kinds(services, winmail([])) == {"A": ("unknown", "tnef", "unknown-file")}


def test_a_member_that_cannot_be_opened_is_named_and_the_others_come(services: Services) -> None:
    packed = bytearray(archive({"a.cer": SIAN.certificate, "b.cer": SIAN.certificate}))
    packed[packed.find(b"PK\x01\x02") + 8] |= 1
    assert kinds(services, bytes(packed)) == {
        "A/a.cer": ("unknown", "encrypted-file", "member-encrypted"),
        "A/b.cer": ("certificate", None, None),
    }


def test_nesting_and_counting_end_with_what_was_too_much() -> None:
    nested = archive({"a.cer": SIAN.certificate})
    for _ in range(7):
        nested = archive({"z": nested}, zipfile.ZIP_STORED)
    (last,) = unfold(Path("A"), nested)
    assert last.path.as_posix() == "A/z/z/z/z/z"
    assert last.error is not None
    assert last.error.what.facts == {"what": "container-depth", "limit": 5}

    many = archive({f"{number}.cer": SIAN.certificate for number in range(5)})
    seen = list(unfold(Path("A"), many, Limits(members=3)))
    assert [each.path.as_posix() for each in seen] == ["A/0.cer", "A/1.cer", "A/2.cer", "A"]
    assert seen[-1].error is not None
    assert seen[-1].error.what.facts["what"] == "members"


def test_nothing_is_unpacked_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from sel.core.container import zip_archive

    unpacked = []
    inflated = zip_archive._inflated

    def count(packed: memoryview, size: int) -> bytes:
        unpacked.append(size)
        return inflated(packed, size)

    monkeypatch.setattr(zip_archive, "_inflated", count)
    seen = inspecting.members(Path("A.zip"), archive({"a": PEM, "b": PEM}))
    assert isinstance(seen, Iterator)
    assert not unpacked
    name, data = next(seen)
    assert (Path(name), data, len(unpacked)) == (Path("A.zip/a"), PEM, 1)


def test_of_what_is_attached_to_a_mail_only_what_can_be_used_is_named(services: Services) -> None:
    packed = archive({"a.cer": SIAN.certificate, "nodiadau.docx": b"x"})
    made = outlook_message(
        {0x37: "Tystysgrif"},
        [
            attachment("llun.png", b"\x89PNG\r\n\x1a\n"), attachment("sian.cer", SIAN.certificate),
            attachment("pecyn.zip", packed), attachment("message.rpmsg", RPMSG),
        ],
    )  # fmt: skip
    assert kinds(services, made) == {
        "A": ("outlook-message", None, None),
        "A/sian.cer": ("certificate", None, None),
        "A/pecyn.zip/a.cer": ("certificate", None, None),
        "A/message.rpmsg": ("unknown", "rpmsg", "unknown-file"),
    }
    assert [each.code for each in looked(services, made)["A"].findings] == [
        "message-without-smime"
    ]


RPMSG = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + bytes(60)


def test_what_is_left_out_is_said(services: Services) -> None:
    (seen,) = looked(services, PEM + b"-----BEGIN CERTIFICATE-----\nMII\n").values()
    assert [(each.code, each.what.facts) for each in seen.findings if each.code != "expired"] == [
        ("pieces-damaged", {"n": 1})
    ]
    assert len(seen.objects) == 1
    (card,) = looked(services, CARD).values()
    assert [each.code for each in card.findings] == ["card-without-certificate"]
    assert card.error is None


def test_damaged_ones_are_called_damaged(services: Services) -> None:
    for data in (SIAN.certificate[:-9], PEM[:300], b"\x30\x82\x10\x00\x02\x01\x03\x30\x82"):
        (seen,) = looked(services, data).values()
        assert seen.error is not None
        assert seen.error.code == "damaged"


def test_a_fault_of_our_own_in_one_file_leaves_the_others(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(piece: object, passphrase: object) -> None:
        raise ZeroDivisionError(str(piece))

    monkeypatch.setattr(inspecting, "_piece", fails)
    found = looked(services, archive({"a.cer": SIAN.certificate, "b": b"%PDF-1.7"}))
    assert [each.error.code for each in found.values() if each.error] == [
        "reading-failed", "unknown-file",
    ]  # fmt: skip
    fault = found["A/a.cer"].error
    assert fault is not None
    assert fault.detail.startswith("ZeroDivisionError at tests.flows.test_inspecting:")


def test_one_that_cannot_be_read_leaves_the_others_of_its_file(services: Services) -> None:
    odd = bytearray(SIAN.certificate)
    at = odd.find(b"\x17\x0d")  # a time that is none
    odd[at + 2 : at + 4] = b"xx"
    made = armour("CERTIFICATE", bytes(odd)) + PEM
    (seen,) = looked(services, made).values()
    assert (seen.certificates, seen.error) == (1, None)
    assert "pieces-damaged" in [each.code for each in seen.findings]


def test_a_private_key_of_an_unknown_kind_is_exposed_all_the_same(services: Services) -> None:
    key = b"\x30\x0f\x02\x01\x00\x30\x06\x06\x04\x2a\x03\x04\x05\x04\x02\x05\x00"
    (seen,) = looked(services, key).values()
    assert (seen.kind, seen.error) == (Kind.PRIVATE_KEY, None)
    assert [each.code for each in seen.findings] == ["private-key-exposed"]
    (shown,) = seen.objects
    assert isinstance(shown, inspecting.KeySeen)
    assert (shown.key, shown.encrypted) == (None, False)


def test_lists_are_counted(services: Services) -> None:
    for many in (0, 400):
        revoked = [(number + 1, NOW) for number in range(many)]
        made = authority.crl(pilot().issuer, pilot().issuer_key, revoked, number=1, now=NOW)
        (seen,) = looked(services, made).values()
        (shown,) = seen.objects
        assert isinstance(shown, inspecting.CrlSeen)
        assert shown.revoked == many


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = tmp_path / "open" / "shut"
    shut.mkdir(parents=True)
    (tmp_path / "open" / "a.txt").write_text("x")
    real = os.scandir

    def scandir(folder: str) -> Any:
        if Path(folder) == shut:  # as for somebody who is not root
            raise PermissionError(folder)
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found = [name for name, _ in files((tmp_path / "open",))]
    assert found == [tmp_path / "open" / "a.txt", shut]
