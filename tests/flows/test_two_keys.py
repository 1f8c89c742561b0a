"""One file with two keys, one to sign and one to open: neither is ever lost on the way."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import certificate, keypair, letter
from sel.core.bundle import Bundle, Entry, Protection, write
from sel.flows import backups, imports, installs, letters
from sel.flows.identities import State, identities
from sel.ports.services import Services
from sel.ports.store import Which
from tests.flows.desk import desk, now
from tests.flows.test_backups import WORDS
from tests.pilot import SIAN, rsa_key


def _certificate(key: Secret, *, sign: bool) -> bytes:
    private = keypair.load(key)
    assert isinstance(private, rsa.RSAPrivateKey)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Siân Llŷr")])
    usage = x509.KeyUsage(sign, False, not sign, False, False, False, False, False, False)
    start = now()
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1 + sign)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=start.year + 1))
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(SIAN)]), critical=False)
        .sign(private, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.DER)


def _pair() -> Bundle:
    keys = (rsa_key(0), rsa_key(1))
    return Bundle(
        tuple(Entry(key, _certificate(key, sign=place == 0)) for place, key in enumerate(keys))
    )


def _ids(services: Services) -> set[str]:
    found = identities(services.book(), now())
    assert [each.state for each in found] == [State.CURRENT, State.CURRENT]
    return {each.id for each in found}


def test_import_mail_backup_restore_and_install_keep_both(tmp_path: Path) -> None:
    sian, data = desk(tmp_path / "sian"), write(
        _pair(), Secret("abc"), protection=Protection.MODERN, rounds=1_000
    )  # fmt: skip
    opened = imports.open_file(sian, data, Secret("abc"), Silent())
    taken = imports.take_in(sian, opened, Silent())
    assert len(taken.new) == 2
    ids = _ids(sian)

    written = letters.write(sian, to=[], subject="x", text="Helo")
    read = letters.read(sian, written.eml)
    assert read.letter.decrypted
    assert read.signature is not letter.Signature.INVALID
    assert read.signer is not None
    assert read.signer.can_sign
    assert not read.signer.can_encrypt

    path = tmp_path / "b.p12"
    backups.make(sian, path, WORDS, Silent())
    assert set(backups.verify(sian, path, WORDS, Silent()).ids) == ids
    new = desk(tmp_path / "new")
    backups.restore(new, backups.look(new, path.read_bytes(), WORDS, Silent()), Silent())
    assert _ids(new) == ids
    assert letters.read(new, written.eml).letter.decrypted

    folder = tmp_path / "nss"
    kind = next(each for each in new.stores() if each.id == "nss")
    kind.create(folder)
    one = identities(new.book(), now())[0]  # the other goes with it: a mail program needs both
    done = installs.install(new, [one], Silent(), store=f"nss:{folder}")
    assert all(proof.holds for _, proof in done.stores[0].proved)
    held = installs.listed(new, Which.MINE, store=f"nss:{folder}")
    assert {each.sha256 for _, each in held} == {
        certificate.read(entry.certificate).sha256
        for entry in opened.bundle.entries
        if entry.certificate is not None
    }
    assert len(held) == 2
