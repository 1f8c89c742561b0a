"""Answers of an authority, backups, and files that are taken in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry, Protection, write
from sel.core.finding import Finding
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import backups, imports, requests
from sel.flows.requests import Made
from tests import paths
from tests.core import pfx_material as hand
from tests.core.golden.cases_look import unknown_key
from tests.flows.desk import issued, now
from tests.flows.golden.world import ASKED, SAID, WORDS, Scene, World, backup_of
from tests.pilot import SIAN, person

SECOND = "s.llyr@school.example"


# --- answers --------------------------------------------------------------------------------


def _answered(world: World, asked: Asked, *emails: str, start: int = 0) -> Sequence[Finding]:
    services = world.desk("asking")
    made = requests.make(services, asked, KeyKind.EC_P256, Silent())
    return requests.finish(services, issued(made, emails, start=start), (), Silent()).findings


def answer_lacks_address(world: World) -> Sequence[Finding]:
    return _answered(world, Asked((SIAN, SECOND), "Siân Llŷr"), SIAN)


def answer_extra_address(world: World) -> Sequence[Finding]:
    return _answered(world, ASKED, SIAN, SECOND)


def answer_not_yet_valid(world: World) -> Sequence[Finding]:
    return _answered(world, ASKED, SIAN, start=3)


def answer_cannot_encrypt(world: World) -> Sequence[Finding]:
    services = world.desk("asking")
    made = requests.make(services, ASKED, KeyKind.EC_P256, Silent())
    return requests.finish(services, _to_sign_with(made), (), Silent()).findings


def _to_sign_with(made: Made) -> bytes:
    """A certificate whose key usage allows no more."""
    issuer = paths.make("Issuer")
    names = x509.SubjectAlternativeName([x509.RFC822Name(SIAN)])
    built = (
        x509.CertificateBuilder()
        .subject_name(paths.name("Siân Llŷr"))
        .issuer_name(issuer.certificate.subject)
        .public_key(load_der_public_key(made.request.spki))  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(minutes=5))
        .not_valid_after(now() + timedelta(days=9))
        .add_extension(paths.usage("digital_signature"), critical=True)
        .add_extension(names, critical=False)
    )
    return built.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


# --- backups --------------------------------------------------------------------------------


def _verified(world: World, name: str, data: bytes) -> Sequence[Finding]:
    path = world.folder / name
    path.write_bytes(data)
    return backups.verify(world.sian, path, WORDS, Silent()).findings


def backup_lacks_keys(world: World) -> Sequence[Finding]:
    services, path = world.with_a_key("growing"), world.folder / "one.p12"
    path.write_bytes(backup_of(services))
    requests.make(services, ASKED, KeyKind.EC_P256, Silent())
    return backups.verify(services, path, WORDS, Silent()).findings


def backup_changed(world: World) -> Sequence[Finding]:
    """Another file lies in its place, under other words: the right ones are not called wrong."""
    backups.make(world.sian, world.folder / "keys.p12", WORDS, Silent())
    return _verified(world, "keys.p12", _of_somebody(Secret("not these words")))


def backup_damaged(world: World) -> Sequence[Finding]:
    """It was cut off."""
    return _verified(world, "cut.p12", backup_of(world.sian)[:-60])


def backup_key_broken(world: World) -> Sequence[Finding]:
    """A key that nobody can try."""
    safe = hand.open_safe(hand.key_bag(unknown_key()))
    mac = hand.mac_sha256(hand.authenticated([safe]), hand.bmp(SAID))
    return _verified(world, "broken.p12", hand.pfx([safe], mac))


def backup_of_others(world: World) -> Sequence[Finding]:
    return _verified(world, "others.p12", _of_somebody(WORDS))


def _of_somebody(words: Secret, *others: bytes) -> bytes:
    one = person()
    held = Bundle((Entry(one.key, one.certificate, "Siân"),), others)
    return write(held, words, protection=Protection.MODERN, rounds=2)


# --- files ----------------------------------------------------------------------------------


def file_strangers(world: World) -> Sequence[Finding]:
    services, data = world.desk("asking"), _of_somebody(WORDS, world.gwen.der)
    opened = imports.open_file(services, data, WORDS, Silent())
    taken = imports.take_in(services, opened, Silent())
    return [each for each in taken.findings if each.code.startswith("file-")]


SCENES: dict[str, Scene] = {
    "answer-lacks-address": answer_lacks_address,
    "answer-extra-address": answer_extra_address,
    "answer-not-yet-valid": answer_not_yet_valid,
    "cannot-encrypt-answer": answer_cannot_encrypt,
    "backup-lacks-keys": backup_lacks_keys,
    "backup-changed": backup_changed,
    "backup-damaged": backup_damaged,
    "backup-key-broken": backup_key_broken,
    "backup-of-others": backup_of_others,
    "file-strangers": file_strangers,
}
