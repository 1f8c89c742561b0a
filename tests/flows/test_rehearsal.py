"""The rehearsal passes, names the step that was broken on purpose, and leaves no secret behind."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest

from sel import wiring
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import bundle, passphrase
from sel.flows import authority, diagnosing, doctor, letters, rehearsal
from sel.flows.identities import identities
from sel.flows.rehearsal import Step
from sel.ports.services import Services
from sel.ports.store import Proof
from sel.stores._nss_store import NssStore
from sel.text import helpdesk
from tests import secrets_scan

WORDS = "castell mynydd afon derwen lleuad pysgodyn gwanwyn"


def _services(tmp_path: Path) -> Services:
    return wiring.build(tmp_path / "never-made", lambda: None, False, ())


def _failed(steps: tuple[Step, ...]) -> str | None:
    return next((each.id for each in steps if not each.held), None)


@pytest.mark.usefixtures("as_shipped")
def test_it_passes_with_every_witness(tmp_path: Path) -> None:
    steps = rehearsal.rehearse(_services(tmp_path), Silent())
    assert _failed(steps) is None, steps
    assert [each.id for each in steps] == [name for name, _ in rehearsal._STEPS]
    assert all(each.tried for each in steps)
    said = {pair for each in steps for pair in each.witnesses}
    assert ("openssl", "agreed") in said
    assert ("nss", "agreed") in said
    assert sum(each.seconds for each in steps) < 60
    assert not (tmp_path / "never-made").exists()


def test_a_store_that_lies_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Proof(False, False, "cannot-sign")
    monkeypatch.setattr(NssStore, "prove", lambda store, sha256: broken)
    assert _failed(rehearsal.rehearse(_services(tmp_path), Silent())) == "store"


def test_a_backup_with_another_key_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sel.core.keypair import KeyKind, generate

    real = bundle.write

    def wrong_key(held: bundle.Bundle, *arguments: object, **settings: object) -> bytes:
        first = held.entries[0]
        broken = bundle.Entry(generate(KeyKind.EC_P256), first.certificate, "x")
        entries = (broken, *held.entries[1:])
        return real(bundle.Bundle(entries, held.others), *arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(bundle, "write", wrong_key, raising=False)
    steps = rehearsal.rehearse(_services(tmp_path), Silent())
    assert _failed(steps) in {"authority", "backup"}


def test_an_answer_for_somebody_else_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        authority, "_allowed", lambda emails, domains: (f"other@{rehearsal.DOMAIN}",)
    )
    steps = rehearsal.rehearse(_services(tmp_path), Silent())
    assert _failed(steps) == "answer"
    assert "answer-other-address" in steps[-1].detail


def test_a_mail_that_is_not_encrypted_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = letters.letter.compose

    def clear(**settings: object) -> bytes:
        return real(**{**settings, "encrypt_to": ()})  # type: ignore[arg-type]

    monkeypatch.setattr(letters.letter, "compose", clear)
    assert _failed(rehearsal.rehearse(_services(tmp_path), Silent())) == "note"


def test_no_secret_is_left_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(passphrase, "offer", lambda language: Secret(WORDS))
    monkeypatch.setattr(
        rehearsal.secrets, "token_urlsafe", lambda size: "kTq7-book-passphrase-9fWz"
    )
    keep = tmp_path / "keep"
    services = _services(tmp_path)
    with secrets_scan.ProcessWatch() as watch:
        steps = rehearsal.rehearse(services, Silent(), keep=keep)
    assert _failed(steps) is None, steps
    needles = [
        *secrets_scan.of_passphrase("backup", WORDS),
        *secrets_scan.of_passphrase("book", "kTq7-book-passphrase-9fWz"),
    ]
    keys = 0
    desks = []
    for name in ("sian", "gwenllian", "new-computer"):
        desks.append(services.scratch(keep / name, Secret("kTq7-book-passphrase-9fWz")))
        book = desks[-1].book()
        for key in book.keys():
            keys += 1
            private = book.private_key(key.id).reveal()
            needles.extend(secrets_scan.of_private_key(f"{name} {key.id}", private))
    assert keys == 3
    home = Path.home()
    assert secrets_scan.scan([keep, scratch, home], needles) == ()
    assert watch.hits(needles) == ()
    _report_gives_nothing_away(desks[0], needles)


def _report_gives_nothing_away(services: Services, needles: list[secrets_scan.Needle]) -> None:
    """What the helpdesk gets from this desk: no secret, and no address of anybody."""
    mine = identities(services.book(), services.clock.now())
    addresses = {address for one in mine for address in one.emails}
    assert addresses
    everything = diagnosing.meant("other")
    found = diagnosing.diagnose(services, everything, tuple(addresses), Silent())
    assert len(found.outcomes) > 15
    shape = doctor.report(services, found)
    packed = doctor.packed(shape, helpdesk.report(shape, found))
    assert secrets_scan.scan_bytes("report", packed, needles) == ()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        whole = "".join(archive.read(each).decode() for each in archive.namelist())
    assert [each for each in addresses if each in whole] == []
