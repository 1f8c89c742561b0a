"""`inspect` over what people send: the contract's entries and exit codes, and what one reads."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

from sel.core.asn1 import armour
from tests.cli.program import Program
from tests.core.container_material import archive, attachment, outlook_message
from tests.pilot import person

SIAN = person()
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Siân\r\nKEY;ENCODING=b:"
    + base64.b64encode(SIAN.certificate).decode()
    + "\r\nEND:VCARD\r\n"
).encode()


def _kept(sel: Program, name: str, data: bytes) -> Path:
    path = sel.path(name)
    path.write_bytes(data)
    return path


def _kinds(files: list[dict[str, object]], folder: Path) -> dict[str, object]:
    return {
        os.path.relpath(str(each["path"]), folder): each["looks_like"] or each["kind"]
        for each in files
    }


def test_members_of_an_archive_are_entries_and_one_that_is_no_use_is_exit_1(sel: Program) -> None:
    message = outlook_message({}, [attachment("sian.cer", SIAN.certificate)])
    made = _kept(
        sel,
        "A.zip",
        archive({"B": SIAN.certificate, "sian.vcf": CARD, "m.msg": message, "C": b"%PDF-1.7"}),
    )
    ran = sel("inspect", made, "--json", unlock=False)
    assert ran.status == 1
    assert "error" not in ran.json
    assert _kinds(ran.json["files"], sel.folder) == {
        "A.zip/B": "certificate", "A.zip/sian.vcf": "contact-card",
        "A.zip/m.msg": "outlook-message", "A.zip/m.msg/sian.cer": "certificate", "A.zip/C": "pdf",
    }  # fmt: skip
    card, pdf = ran.json["files"][1], ran.json["files"][-1]
    assert card["counts"] == {"certificates": 1, "private_keys": 0}
    assert card["objects"][0]["kind"] == "certificate"
    assert [each["code"] for each in pdf["problems"]] == ["unknown-file"]
    assert ".p7b" in pdf["problems"][0]["hint"]


def test_one_file_of_no_use_is_exit_3_and_says_what_to_ask_for(sel: Program) -> None:
    made = _kept(sel, "allweddi", b"\xfe\xed\xfe\xed\0\0\0\2\0\0\0\0")
    ran = sel("inspect", made, "--json", unlock=False)
    assert (ran.status, ran.json["error"]["code"]) == (3, "unknown-file")
    assert ".p12" in ran.json["error"]["hint"]
    assert _kinds(ran.json["files"], sel.folder) == {"allweddi": "jks"}
    cut = _kept(sel, "cut.zip", archive({"a": SIAN.certificate})[:-30])
    ran = sel("inspect", cut, "--json", unlock=False)
    assert (ran.status, ran.json["error"]["code"]) == (3, "damaged")
    assert _kinds(ran.json["files"], sel.folder) == {"cut.zip": "zip"}


def test_an_archive_from_standard_input(sel: Program) -> None:
    ran = sel("inspect", "-", "--json", input=archive({"../B": SIAN.certificate}), unlock=False)
    assert ran.status == 0
    assert _kinds(ran.json["files"], Path()) == {"-/B": "certificate"}


def test_a_bomb_is_refused_calmly_and_its_neighbours_are_read(sel: Program) -> None:
    made = _kept(sel, "A.zip", archive({"bomb": bytes(20_000_000), "B": SIAN.certificate}))
    ran = sel("inspect", made, "--json", unlock=False)
    bomb, neighbour = ran.json["files"]
    assert ran.status == 1
    assert [each["code"] for each in bomb["problems"]] == ["too-large"]
    assert neighbour["kind"] == "certificate"


def test_what_a_person_reads_is_short_and_in_their_language(sel: Program) -> None:
    many = b"".join([armour("CERTIFICATE", SIAN.certificate)] * 20)
    made = _kept(sel, "A.zip", archive({"llun.png": b"\x89PNG\r\n\x1a\n", "pawb.pem": many}))
    english = sel("inspect", made, unlock=False).out.splitlines()
    welsh = sel("inspect", made, "--lang", "cy", unlock=False).out.splitlines()
    assert english[0] == f"{made}/llun.png: a picture"
    assert "A picture of a certificate cannot be used." in english[1]
    assert english[2] == f"{made}/pawb.pem: certificates"
    assert "Siân Llŷr · sian.llyr@school.example" in english[3]
    assert english[-1] == "  and 8 more"
    assert len(welsh) == len(english) == 3 + 2 * 12 + 1
    assert welsh[0] == f"{made}/llun.png: llun"
    assert not {each for each in english if each in welsh and "SHA-256" not in each}


def test_other_files_do_not_change_how_fast_one_certificate_is_seen(sel: Program) -> None:
    """Nothing of archives or messages is loaded for a certificate."""
    made = _kept(sel, "a.pem", b"text\n" + armour("CERTIFICATE", SIAN.certificate))
    program = (
        "import sys; from sel.__main__ import main\n"
        f"sys.argv = ['sel', '--data', {str(sel.data)!r}, 'inspect', {str(made)!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([each for each in sys.modules if each.startswith('sel.core.container.')"
        " or each in {'olefile', 'zipfile'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "['sel.core.container.model']"
