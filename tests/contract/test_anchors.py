"""Roots that this system trusts for mail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sel.core import certificate
from sel.stores import anchors
from sel.stores._ckbi import MozillaRoots
from sel.workers.children import OwnChildren, RunningChild
from tests.contract.conftest import new_database, run
from tests.roots import AS_SHIPPED


@pytest.fixture(autouse=True)
def by_a_child_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MozillaRoots, "_read", AS_SHIPPED)


def test_they_are_those_that_certutil_shows_with_mail_trust(
    children: OwnChildren, tmp_path: Path
) -> None:
    folder = new_database(tmp_path / "nss")
    run("modutil", "-force", "-add", "Roots", "-libfile", "libnssckbi.so",
        "-dbdir", f"sql:{folder}")  # fmt: skip
    listing = run("certutil", "-L", "-h", "all", "-d", f"sql:{folder}")
    for_mail = re.findall(r"^.+? +[a-zA-Z]*,[a-zA-Z]*C[a-zA-Z]*,[a-zA-Z]* *$", listing, re.M)
    found = anchors(children).anchors()
    assert len(found) == len(set(found))
    # certutil also shows those that are trusted only for what was issued before some day.
    assert len(for_mail) - 15 < len(found) <= len(for_mail)
    assert 50 < len(found) < 300


def test_each_is_a_root(children: OwnChildren) -> None:
    roots = [certificate.read(der) for der in anchors(children).anchors()]
    assert all(each.self_signed for each in roots)
    names = {each.organisation for each in roots}
    assert any("DigiCert" in (name or "") for name in names)


def test_one_that_is_trusted_only_for_the_past_is_left_out(children: OwnChildren) -> None:
    """Mozilla trusts TrustCor for nothing issued after November 2022."""
    subjects = [certificate.read(der).subject for der in anchors(children).anchors()]
    assert not [subject for subject in subjects if "TrustCor" in subject]


def test_they_are_read_once() -> None:
    class Counting(OwnChildren):
        started = 0

        def start(self, name: str) -> RunningChild:
            self.started += 1
            return super().start(name)

    counting = Counting()
    roots = anchors(counting)
    assert roots.anchors() == roots.anchors()
    assert counting.started == 1
