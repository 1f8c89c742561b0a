"""Colleagues taken in from a real pile; another key; what mail is encrypted with."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from sel.base.errors import NotAChange, RecipientNotReady, UnknownCertificate
from sel.base.message import Message
from sel.base.progress import Cancelled, Silent
from sel.core import certificate
from sel.core.people import PathState, Standing
from sel.core.policy import Policy
from sel.core.recognise import recognise
from sel.flows import anchoring, people, people_adding, people_finding, people_pieces
from sel.flows.people_adding import Outcome
from sel.flows.people_paths import Paths
from sel.keeping import rows, sqlite
from sel.ports.services import Services
from tests import pile as piles
from tests.flows.desk import desk, now
from tests.pile import DER, PEM, Authority, Pile, mail, rsa_key

HERE = Authority(now())
SIAN = "sian.llyr@school.example"


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Pile:
    """Three hundred, of every kind."""
    return piles.make(tmp_path_factory.mktemp("pile"), 300)


def trusting(folder: Path, root: bytes) -> Services:
    """A desk whose organisation trusts this root and no other."""
    return replace(desk(folder), policy=Policy(roots=(root,)), anchors=_Nobody)


class _Nobody:
    def anchors(self) -> tuple[bytes, ...]:
        return ()


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    return trusting(tmp_path / "sian", HERE.root.public_bytes(DER))


def given(services: Services, *data: bytes) -> people_adding.Report:
    """Taken in, each as if it were pasted."""
    return [people_adding.add(services, (), Silent(), pasted=_with_chain(each)) for each in data][
        -1
    ]


def _with_chain(data: bytes) -> bytes:
    return data if b"From:" in data else data + HERE.issuer.public_bytes(PEM)


def issued(key=0, email: str = SIAN, **more) -> bytes:
    """A certificate in PEM."""
    public = rsa_key(key).public_key()
    return HERE.issue(public, email, "Siân Llŷr", **more).public_bytes(PEM)


def digest(pem: bytes) -> bytes:
    return certificate.read_any(pem).sha256


def test_a_pile_is_taken_in_and_each_of_it_is_what_it_is(pile: Pile, tmp_path: Path) -> None:
    services = trusting(tmp_path / "data", pile.root)
    report = people_adding.add(services, [pile.folder], Silent())
    assert report.count(Outcome.ADDED) == pile.certificates
    inside = len(str(pile.folder)) + 1
    assert {each.source[inside:]: each.what.code for each in report.rejected} == pile.faulty
    found = {each.person.email: each.answer.reason for each in people_finding.everybody(services)}
    assert found == pile.standing

    again = people_adding.add(services, [pile.folder], Silent())
    assert again.count(Outcome.UNCHANGED) == pile.certificates
    assert not again.people
    assert [each.what.code for each in services.book().journal()].count("people-added") == 1


def test_children_bring_what_one_process_brings(
    pile: Pile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = people_adding.add(trusting(tmp_path / "a", pile.root), [pile.folder], Silent())
    monkeypatch.setattr(people_adding, "MANY", 1)
    monkeypatch.setattr("sel.flows.people_pieces._LARGE", 10_000)
    monkeypatch.setattr("sel.flows.people_pieces._LINES", 7)
    monkeypatch.setattr("sel.flows.people_pieces._PART", 20_000)
    parts = people_adding.add(trusting(tmp_path / "b", pile.root), [pile.folder], Silent())
    assert {(each.sha256, each.emails) for each in parts.taken} == {
        (each.sha256, each.emails) for each in whole.taken
    }
    assert {each.what.code for each in parts.rejected} == {
        each.what.code for each in whole.rejected
    }
    assert len(parts.rejected) == len(whole.rejected)


def test_killed_in_the_middle_and_run_again_it_is_complete(pile: Pile, tmp_path: Path) -> None:
    kept = 100
    script = (
        "import sys; from pathlib import Path; from sel import wiring;"
        "from sel.base.progress import Silent; from sel.flows import people_adding as p;"
        "p._BATCH = 20; data, folder = map(Path, sys.argv[1:]);"
        "s = wiring.build(data, lambda: None, False, ());"
        "p.add(s, [folder], Silent())"
    )
    data = tmp_path / "data"
    services = trusting(data, pile.root)
    command = [sys.executable, "-c", script, str(data), str(pile.folder)]
    with subprocess.Popen(command) as process:
        while process.poll() is None and _held(data) < kept:
            time.sleep(0.01)
        process.kill()
    assert kept <= _held(data) < pile.certificates
    people_adding.add(services, [pile.folder], Silent())
    people.check(services, Silent())
    found = people_finding.everybody(services)
    assert {each.person.email: each.answer.reason for each in found} == pile.standing
    times = {each.met for one in found for each in one.person.certificates}
    assert len(times) == 1, "it goes on as the same taking-in"


@pytest.mark.skipif(os.name != "posix", reason="needs fork")
def test_killed_twenty_times_anywhere_it_is_complete_in_the_end(
    pile: Pile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is remembered, so that each short life is spent in the book."""
    services, chance = trusting(tmp_path / "data", pile.root), random.Random(20)
    monkeypatch.setattr(people_adding, "MANY", 10_000)
    monkeypatch.setattr(people_adding, "_BATCH", 20)
    every = tuple(people_pieces.pieces(services.inputs, [pile.folder]))
    trust = anchoring.trusted(services)
    paths = Paths((pile.root, *(der for _, der in trust.roots)), _chain(pile), now())
    known = {each: people_pieces.take(services.inputs, each, paths) for each in every}
    monkeypatch.setattr(people_adding, "take", lambda _inputs, piece, _paths: known[piece])
    kills = 0
    for _ in range(20):
        kills += _lives(services, pile, writes=chance.randrange(1, 20), pause=chance.random() / 99)
    assert kills > 10, "most were killed before they were done"
    people_adding.add(services, [pile.folder], Silent())
    found = people_finding.everybody(services)
    assert {each.person.email: each.answer.reason for each in found} == pile.standing
    times = {each.met for one in found for each in one.person.certificates}
    assert len(times) == 1, "it goes on as the same taking-in"
    again = people_adding.add(services, [pile.folder], Silent())
    assert again.count(Outcome.UNCHANGED) == pile.certificates
    for name in ("sel.db", "sel.db.1"):
        with closing(sqlite.connect(tmp_path / "data" / name, patience=1)) as connection:
            assert rows.sound(connection, thorough=True)


def _lives(services: Services, pile: Pile, *, writes: int, pause: float) -> bool:
    """A process that takes the pile in and is killed soon after so many batches; whether it was
    before it had ended.
    """
    begun, told = os.pipe()
    child = os.fork()
    if not child:
        try:
            write = people_adding._Taking.write

            def telling(self: people_adding._Taking, *, last: bool = False) -> None:
                os.write(told, b".")
                write(self, last=last)

            people_adding._Taking.write = telling  # type: ignore[method-assign]  # this process's
            people_adding.add(services, [pile.folder], Silent())
        finally:
            os._exit(0)
    os.close(told)
    heard = 0
    while heard < writes and os.read(begun, 1):
        heard += 1
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    os.close(begun)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _chain(pile: Pile) -> tuple[bytes, ...]:
    bundle = next((pile.folder / "bundles").iterdir()).read_bytes()
    return tuple(piece.der for piece in recognise(bundle).pieces)


def _held(data: Path) -> int:
    return desk(data).book().people().count().certificates if (data / "sel.db").exists() else 0


def test_what_was_read_before_it_was_stopped_is_kept(pile: Pile, tmp_path: Path) -> None:
    class Stops:
        def step(self, done: int, total: int, what: Message) -> None:
            if done >= 64:
                raise Cancelled

    services = trusting(tmp_path / "data", pile.root)
    report = people_adding.add(services, [pile.folder], Stops())
    assert report.stopped
    assert 0 < report.count(Outcome.ADDED) < pile.certificates
    assert services.book().people().count().certificates == report.count(Outcome.ADDED)
    rest = people_adding.add(services, [pile.folder], Silent())
    assert report.count(Outcome.ADDED) + rest.count(Outcome.ADDED) == pile.certificates


def test_another_key_is_not_used_until_it_is_confirmed(sian: Services) -> None:
    old, new = issued(0, days=(-30, 60)), issued(1, days=(-1, 400))
    given(sian, old)
    report = given(sian, new)
    assert [each.email for each in report.changes] == [SIAN]
    assert people.choose(sian, SIAN).facts == certificate.read_any(old)
    with pytest.raises(NotAChange):
        people.confirm(sian, digest(old))
    people.confirm(sian, digest(new))
    assert people.choose(sian, SIAN).facts == certificate.read_any(new)


def test_with_the_old_one_ended_nobody_is_encrypted_to(sian: Services) -> None:
    given(sian, issued(0, days=(-400, -10)))
    report = given(sian, issued(1, days=(-1, 400)))
    assert report.changes
    chosen = people.choose(sian, SIAN)
    assert (chosen.facts, chosen.answer.reason) == (None, Standing.CHANGE)


def test_a_renewal_with_the_same_key_is_used_at_once(sian: Services) -> None:
    new = issued(0, days=(-1, 400))
    given(sian, issued(0, days=(-30, 60)))
    assert not given(sian, new).changes
    assert people.choose(sian, SIAN).facts == certificate.read_any(new)


def test_what_the_old_key_announced_is_said_and_still_not_used(sian: Services) -> None:
    old = HERE.issue(rsa_key(0).public_key(), SIAN, "Siân", days=(-30, 60))
    new = issued(1, days=(-1, 400))
    letter = signed_with_attachment(old, new)
    given(sian, letter)
    (one,) = people_finding.everybody(sian)
    assert [each.sha256 for each in one.answer.changes] == [digest(new)]
    assert people.show(sian, digest(new)).announced
    assert not people.show(sian, digest(old.public_bytes(PEM))).announced


def signed_with_attachment(signer, attached: bytes) -> bytes:
    """A mail by the first that carries the second."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    body = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain'
        b"\r\n\r\nHelo\r\n--b\r\nContent-Type: application/pkix-cert\r\n"
        b'Content-Disposition: attachment; filename="new.pem"\r\n\r\n'
        + attached.replace(b"\n", b"\r\n")
        + b"\r\n--b--\r\n"
    )
    signed = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(body)
        .add_signer(signer, rsa_key(0), hashes.SHA256())
        .sign(
            Encoding.SMIME,
            [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary],
        )
    )
    return f"From: {SIAN}\r\nTo: a@b.example\r\nSubject: x\r\n".encode() + signed


def test_a_mail_lends_its_signature_to_nobody_else(sian: Services) -> None:
    """Attached certificates of others are taken; announced is only one's own."""
    old = HERE.issue(rsa_key(0).public_key(), SIAN, "Siân")
    other = issued(1, "owain@school.example")
    given(sian, signed_with_attachment(old, other))
    held = people_finding.one(sian, "owain@school.example").person.certificates
    assert [each.announced_by for each in held] == [None]


def test_mail_is_not_encrypted_by_what_the_book_says_of_a_path(sian: Services) -> None:
    """Somebody may have written it there, or others were trusted when it was looked at."""
    given(sian, issued(0))
    strangers = replace(sian, policy=Policy())
    (shown,) = people_finding.everybody(strangers)
    assert shown.answer.reason is Standing.READY, "as it was last judged"
    assert people.choose(strangers, SIAN).answer.reason is Standing.PATH
    assert people.check(strangers, Silent()).changed == 1
    (shown,) = people_finding.everybody(strangers)
    assert shown.answer.reason is Standing.PATH


def test_trust_is_in_one_certificate(sian: Services) -> None:
    nobody = replace(sian, policy=Policy())
    one, other = issued(0), issued(1, "owain@school.example")
    given(nobody, one, other)
    people.trust(nobody, digest(one))
    assert people.choose(nobody, SIAN).answer.reason is Standing.READY
    assert people.choose(nobody, "owain@school.example").answer.reason is Standing.PATH
    with pytest.raises(UnknownCertificate):
        people.trust(nobody, bytes(32))


def test_an_authority_that_comes_later_makes_the_path(sian: Services) -> None:
    people_adding.add(sian, (), Silent(), pasted=issued(0))
    assert people.choose(sian, SIAN).answer.reason is Standing.PATH
    given(sian, issued(1, "owain@school.example"))
    (first, second) = people_finding.everybody(sian)
    assert {first.answer.reason, second.answer.reason} == {Standing.READY}


def test_an_authority_alone_is_not_taken(sian: Services) -> None:
    report = people_adding.add(sian, (), Silent(), pasted=HERE.issuer.public_bytes(PEM))
    assert [each.what.code for each in report.rejected] == ["person-authority"]
    assert not sian.data.joinpath("sel.db").exists(), "and nothing is made for nobody"


def test_a_key_that_was_sent_is_nowhere(sian: Services, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat

    key = rsa_key(0).private_bytes(DER, PrivateFormat.PKCS8, NoEncryption())
    folder = tmp_path / "sent"
    folder.mkdir()
    with zipfile.ZipFile(folder / "both.zip", "w") as archive:
        archive.writestr("key.der", key)
        archive.writestr("own.cer", issued(1))
    report = people_adding.add(sian, [folder], Silent())
    assert [each.what.code for each in report.rejected] == ["person-private-key"]
    assert report.count(Outcome.ADDED) == 1
    kept = b"".join(path.read_bytes() for path in sian.data.rglob("*") if path.is_file())
    assert key[200:300] not in kept


def test_who_ends_soon_and_has_no_other(sian: Services) -> None:
    given(sian, issued(0, days=(-30, 20)), issued(1, "owain@school.example", days=(-30, 20)))
    given(sian, issued(1, "owain@school.example", days=(-3, 200)))
    assert [each.person.email for each in people_finding.expiring(sian, 90)] == [SIAN]
    assert not people_finding.expiring(sian, 10)


def test_a_mail_folder_is_read_in_parts_that_overlap_nowhere(
    sian: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.flows.people_pieces._LARGE", 1_000)
    monkeypatch.setattr("sel.flows.people_pieces._PART", 1_777)
    monkeypatch.setattr("sel.flows.people_pieces._STEP", 512)
    (tmp_path / "Inbox").write_bytes(_mail_folder(12))
    report = people_adding.add(sian, [tmp_path / "Inbox"], Silent())
    assert [each.what.code for each in report.rejected] == []
    assert {each.emails[0] for each in report.taken} == {
        f"p{number}@school.example" for number in range(12)
    }
    assert len(report.taken) == 12


def _mail_folder(number: int, *, giant: int = -1) -> bytes:
    """Signed mails; giant: which one has an attachment that is longer than all others."""
    out = b""
    for place in range(number):
        email = f"p{place}@school.example"
        made = HERE.issue(rsa_key(0).public_key(), email, "P")
        text = mail(email, made, rsa_key(0)).replace(b"\r\n", b"\n")
        out += b"From x Tue Nov 24 09:00:00 2026\n" + text + b"\nFrom here on: nothing\n\n"
        if place == giant:
            out += b"x" * 70 + b"\n" + (b"y" * 70 + b"\n") * 600 + b"\n"
    return out


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail folder of some kilobytes is what one of gigabytes is; read in this process."""
    limits = {"LARGE": 1_000, "PART": 4_000, "STEP": 2_048, "LONGEST_MAIL": 16_000}
    for name, octets in limits.items():
        monkeypatch.setattr(f"sel.flows.people_pieces._{name}", octets)
    monkeypatch.setattr(
        people_adding, "_readers", lambda services, _: people_adding._Here(services)
    )


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("giant", [0, 5, 11])
def test_a_mail_that_is_too_long_takes_no_other_with_it(
    giant: int, sian: Services, tmp_path: Path
) -> None:
    (tmp_path / "Inbox").write_bytes(_mail_folder(12, giant=giant))
    report = people_adding.add(sian, [tmp_path / "Inbox"], Silent())
    assert {each.emails[0] for each in report.taken} == {
        f"p{number}@school.example" for number in range(12) if number != giant
    }
    assert [each.what.code for each in report.rejected] == ["too-large"]


@pytest.mark.usefixtures("in_parts")
def test_of_a_mail_folder_no_more_is_held_than_a_part_and_stopping_keeps_what_came(
    sian: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stops:
        def __init__(self) -> None:
            self.steps: list[tuple[int, int]] = []

        def step(self, done: int, total: int, what: Message) -> None:
            self.steps.append((done, total))
            if done == 2:
                raise Cancelled

    asked: list[int] = []
    part = type(sian.inputs).part

    def watched(self: object, path: Path, start: int, length: int) -> bytes:
        asked.append(length)
        return part(self, path, start, length)

    monkeypatch.setattr(type(sian.inputs), "part", watched)
    (tmp_path / "Inbox").write_bytes(_mail_folder(12))
    progress = Stops()
    report = people_adding.add(sian, [tmp_path / "Inbox"], progress)
    assert report.stopped
    assert 0 < len(report.taken) < 12
    assert sian.book().people().count().certificates == len(report.taken)
    total = progress.steps[0][1]
    assert total > 4
    assert progress.steps == [(0, total), (1, total), (2, total)], "told of after every part"
    assert max(asked) <= 4_000 + 16_000


def test_what_was_revoked_stays_so_when_it_is_judged_again(sian: Services) -> None:
    given(sian, issued(0))
    found = sian.book().people().judged({digest(issued_once(sian)): PathState.REVOKED}, at=now())
    assert found == 1
    assert people.choose(sian, SIAN).answer.reason is Standing.REVOKED
    people.check(sian, Silent())
    assert people.choose(sian, SIAN).answer.reason is Standing.REVOKED, "it stays so"


def issued_once(services: Services) -> bytes:
    """The one there is, in DER."""
    (one,) = people_finding.everybody(services)
    der = services.book().people().certificate(one.person.certificates[0].sha256)
    assert der is not None
    return der


def test_a_change_keeps_mail_from_being_written(sian: Services) -> None:
    from sel.flows import letters

    given(sian, issued(0, days=(-400, -10)), issued(1, days=(-1, 400)))
    with pytest.raises(RecipientNotReady) as hit:
        letters._of_colleague(sian, SIAN)
    assert hit.value.what.facts["person_state"] == "change-to-confirm"
