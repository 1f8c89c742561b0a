"""NSS databases: locked, broken, newer, busy, tampered with; and what NSS's own tools say."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sel.base.errors import (
    SelError,
    StoreLocked,
    StorePasswordWrong,
    StoreUnavailable,
    UnsupportedAlgorithm,
)
from sel.base.secret import Secret
from sel.core import certificate, keypair
from sel.core.bundle import Bundle, Entry
from sel.core.keypair import KeyKind
from sel.ports.store import CertStore, Which
from sel.stores import _files
from sel.stores.nss import NssKind
from sel.workers.children import OwnChildren
from tests.contract.conftest import PRIMARY, run
from tests.contract.material import alter, rows, self_signed
from tests.contract.store_contract import Cast, bundle, cast, digest, digests
from tests.pilot import GWEN, person, pilot, rsa_key

__all__ = ["cast"]

Open = Callable[..., CertStore]


@pytest.fixture
def folder(empty_database: Path, tmp_path: Path) -> Path:
    return shutil.copytree(empty_database, tmp_path / "nss")


@pytest.fixture
def locked(locked_database: Path, tmp_path: Path) -> Path:
    return shutil.copytree(locked_database, tmp_path / "locked")


@pytest.fixture
def opened(kind: NssKind) -> Iterator[Open]:
    stores = []

    def open_(folder: Path, unlock: str | None = None) -> CertStore:
        spec = kind.spec(f"nss:{folder}")
        assert spec is not None
        store = kind.open(spec, None if unlock is None else Secret(unlock))
        stores.append(store)
        return store

    yield open_
    for store in stores:
        store.close()


def refusal(opened: Open, folder: Path) -> tuple[str, object]:
    """Code and reason, and that looking changed nothing."""
    before = {path.name: path.read_bytes() for path in folder.glob("*")}
    with pytest.raises(SelError) as caught:
        opened(folder)
    assert {path.name: path.read_bytes() for path in folder.glob("*")} == before
    return caught.value.what.code, caught.value.what.facts.get("reason")


class TestTheDoor:
    def test_a_primary_password_is_asked_for(self, opened: Open, locked: Path) -> None:
        with pytest.raises(StoreLocked) as caught:
            opened(locked)
        assert caught.value.what.facts == {"store": f"nss:{locked}"}

    @pytest.mark.parametrize("wrong", ["", "prif gyfrinair ŵ", PRIMARY + "\0x", PRIMARY[:-1]])
    def test_a_wrong_one_is_called_that(self, opened: Open, locked: Path, wrong: str) -> None:
        with pytest.raises(StorePasswordWrong) as caught:
            opened(locked, wrong)
        assert PRIMARY not in str(caught.value)
        assert not wrong or wrong not in str(caught.value)

    def test_one_that_is_not_needed_does_no_harm(self, opened: Open, folder: Path) -> None:
        assert not opened(folder, "dim byd").list(Which.MINE)

    def test_no_folder(self, opened: Open, tmp_path: Path) -> None:
        assert refusal(opened, tmp_path / "dim") == ("store-unavailable", "no-folder")

    def test_an_empty_folder_stays_empty(self, opened: Open, tmp_path: Path) -> None:
        empty = tmp_path / "gwag"
        empty.mkdir()
        assert refusal(opened, empty) == ("store-unavailable", "no-database")

    def test_an_old_database_is_not_converted(self, opened: Open, tmp_path: Path) -> None:
        (tmp_path / "cert8.db").write_bytes(b"\0" * 100)
        assert refusal(opened, tmp_path) == ("store-unavailable", "old-database")

    def test_half_a_database_is_not_completed(self, opened: Open, folder: Path) -> None:
        (folder / "key4.db").unlink()
        assert refusal(opened, folder) == ("store-unavailable", "incomplete")

    @pytest.mark.parametrize("content", [b"", b"<html>", b"SQLite format 2\0" + bytes(200)])
    def test_something_else(self, opened: Open, folder: Path, content: bytes) -> None:
        (folder / "cert9.db").write_bytes(content)
        assert refusal(opened, folder) == ("store-unavailable", "not-a-database")

    def test_a_database_of_another_program(self, opened: Open, folder: Path) -> None:
        (folder / "key4.db").unlink()
        with closing(sqlite3.connect(folder / "key4.db")) as database:
            database.execute("CREATE TABLE people (name)")
        assert refusal(opened, folder) == ("store-unavailable", "not-a-database")

    def test_a_damaged_one(self, opened: Open, folder: Path) -> None:
        path = folder / "key4.db"
        data = bytearray(path.read_bytes())
        data[4096:] = b"\xa5" * (len(data) - 4096)
        path.write_bytes(data)
        assert refusal(opened, folder)[0] == "store-unavailable"
        assert refusal(opened, folder)[1] == "damaged"

    def test_names_of_a_next_generation(self, opened: Open, tmp_path: Path) -> None:
        (tmp_path / "cert10.db").write_bytes(b"x")
        assert refusal(opened, tmp_path) == ("store-newer", None)

    def test_a_newer_file_format(self, opened: Open, folder: Path) -> None:
        path = folder / "cert9.db"
        data = bytearray(path.read_bytes())
        data[18:20] = b"\x03\x03"
        path.write_bytes(data)
        assert refusal(opened, folder) == ("store-newer", None)

    def test_newer_tables(self, opened: Open, folder: Path) -> None:
        alter(folder / "cert9.db", "ALTER TABLE nssPublic RENAME TO nssPublic2")
        assert refusal(opened, folder) == ("store-newer", None)

    def test_a_newer_password_check(self, opened: Open, locked: Path) -> None:
        path = locked / "key4.db"
        with closing(sqlite3.connect(path)) as database:
            (check,) = database.execute(
                "SELECT item2 FROM metaData WHERE id='password'"
            ).fetchone()
        aes = bytes.fromhex("60864801650304012a")
        assert aes in check
        newer = check.replace(aes, bytes.fromhex("60864801650304017f"))
        assert alter(path, "UPDATE metaData SET item2=? WHERE id='password'", newer) == 1
        assert refusal(opened, locked) == ("store-newer", None)

    def test_modules_that_a_folder_names_are_not_loaded(self, opened: Open, folder: Path) -> None:
        run("modutil", "-force", "-add", "Estron", "-libfile", "libnssckbi.so",
            "-dbdir", f"sql:{folder}")  # fmt: skip
        before = (folder / "pkcs11.txt").read_bytes()
        assert b"Estron" in before
        store = opened(folder)
        store.install(bundle(person()))
        assert len(store.list(Which.AUTHORITIES)) == 2
        assert (folder / "pkcs11.txt").read_bytes() == before

    def test_without_nss_the_kind_says_so(
        self, children: OwnChildren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert NssKind(children).unusable() is None
        # The loader of the child meets something else of that name first.
        (tmp_path / "libnss3.so").write_bytes(b"not a library")
        monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
        assert NssKind(children).unusable() == "nss-missing"

    def test_a_store_is_made_once_and_only_when_asked(self, kind: NssKind, tmp_path: Path) -> None:
        kind.create(tmp_path / "newydd")
        with pytest.raises(StoreUnavailable) as caught:
            kind.create(tmp_path / "newydd")
        assert caught.value.what.facts["reason"] == "exists"


class TestBusy:
    def test_somebody_elses_short_write_is_waited_for(
        self, opened: Open, folder: Path, cast: Cast
    ) -> None:
        store = opened(folder)
        database = sqlite3.connect(folder / "key4.db", check_same_thread=False)
        database.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(3, database.rollback)
        release.start()
        store.install(bundle(cast.sian))
        release.join()
        database.close()
        assert store.prove(digest(cast.sian)).holds

    def test_a_long_one_is_named_and_changes_nothing(
        self, opened: Open, folder: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_files, "BUSY_SECONDS", 0.5)
        before = rows(folder)
        store = opened(folder)
        with closing(sqlite3.connect(folder / "cert9.db")) as database:
            database.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreLocked):
                store.install(bundle(cast.sian))
            database.rollback()
        assert rows(folder) == before
        store.install(bundle(cast.sian))
        assert store.prove(digest(cast.sian)).holds

    def test_two_of_ours_do_not_write_at_once(
        self, opened: Open, folder: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, two = opened(folder), opened(folder)
        one.install(bundle(cast.sian))
        with monkeypatch.context() as hasty:
            hasty.setattr(_files, "BUSY_SECONDS", 0.2)
            with pytest.raises(StoreLocked):
                two.install(bundle(cast.gwen))
        leave = threading.Timer(0.5, one.close)
        leave.start()
        two.install(bundle(cast.gwen))
        leave.join()
        assert digests(two, Which.MINE) == sorted([digest(cast.sian), digest(cast.gwen)])

    def test_another_program_may_have_it_open(
        self, opened: Open, folder: Path, cast: Cast
    ) -> None:
        store = opened(folder)
        assert not store.list(Which.PEOPLE)
        der = folder.parent / "gwen.der"
        der.write_bytes(cast.gwen.certificate)
        run("certutil", "-A", "-n", "gwen", "-t", ",,", "-i", der, "-d", f"sql:{folder}")
        store.install(bundle(cast.sian))
        assert len(store.list(Which.PEOPLE)) == 1


class TestProof:
    @pytest.mark.parametrize(
        ("key", "usages", "signs", "opens"),
        [
            ("rsa", ("digital_signature",), True, False),
            ("rsa", ("content_commitment",), True, False),
            ("rsa", ("key_encipherment",), False, True),
            ("rsa", ("digital_signature", "key_encipherment"), True, True),
            ("ec", ("digital_signature",), True, False),
            ("ec", ("key_agreement",), False, True),
            ("ec", ("key_cert_sign",), True, False),
        ],
    )
    def test_what_the_certificate_is_for(
        self, opened: Open, folder: Path, key: str, usages: tuple[str, ...], signs: bool,
        opens: bool,
    ) -> None:  # fmt: skip
        private = rsa_key() if key == "rsa" else keypair.generate(KeyKind.EC_P384)
        der = self_signed(private, "Siân", *usages)
        store = opened(folder)
        store.install(Bundle((Entry(private, der),)))
        proof = store.prove(certificate.read(der).sha256)
        assert (proof.signs, proof.opens, proof.code) == (signs, opens, "proved")

    @pytest.mark.parametrize("of", [KeyKind.EC_P256, KeyKind.RSA_2048])
    def test_a_key_of_another_certificate_is_never_proved(
        self, opened: Open, folder: Path, of: KeyKind
    ) -> None:
        def make(name: str, number: int) -> bytes:
            key = rsa_key(number) if of is KeyKind.RSA_2048 else keypair.generate(of)
            der = self_signed(key, name, "digital_signature", "key_encipherment", "key_agreement")
            entries.append(Entry(key, der))
            return der

        entries: list[Entry] = []
        one, other = make("un", 0), make("dau", 1)
        store = opened(folder)
        store.install(Bundle(tuple(entries)))
        store.close()
        swap = "UPDATE nssPublic SET a102=(SELECT a102 FROM nssPublic WHERE a11=?) WHERE a11=?"
        assert alter(folder / "cert9.db", swap, other, one) == 1
        store = opened(folder)
        assert store.prove(certificate.read(one).sha256).code == "wrong-signature"
        assert store.prove(certificate.read(other).sha256).holds

    def test_keys_that_changed_places_are_never_proved(
        self, opened: Open, folder: Path, cast: Cast
    ) -> None:
        other = person(GWEN, name="Gwen")
        store = opened(folder)
        store.install(bundle(cast.sian, other))
        store.close()
        with closing(sqlite3.connect(folder / "key4.db")) as database:
            (one, a), (two, b) = database.execute("SELECT id, a11 FROM nssPrivate").fetchall()
            database.execute("UPDATE nssPrivate SET a11=? WHERE id=?", (b, one))
            database.execute("UPDATE nssPrivate SET a11=? WHERE id=?", (a, two))
            database.commit()
        store = opened(folder)
        for each in (cast.sian, other):
            assert not store.prove(digest(each)).holds

    def test_a_damaged_key_is_never_proved(self, opened: Open, folder: Path, cast: Cast) -> None:
        store = opened(folder)
        store.install(bundle(cast.sian))
        store.close()
        with closing(sqlite3.connect(folder / "key4.db")) as database:
            (sealed,) = database.execute("SELECT a11 FROM nssPrivate").fetchone()
            broken = sealed[:-20] + bytes(byte ^ 0xFF for byte in sealed[-20:])
            database.execute("UPDATE nssPrivate SET a11=?", (broken,))
            database.commit()
        proof = opened(folder).prove(digest(cast.sian))
        assert not proof.holds
        assert not proof.signs

    def test_installing_again_mends_a_damaged_key(
        self, opened: Open, folder: Path, cast: Cast
    ) -> None:
        self.test_a_damaged_key_is_never_proved(opened, folder, cast)
        store = opened(folder)
        store.install(bundle(cast.sian))
        assert store.prove(digest(cast.sian)).holds

    def test_without_its_proof_nothing_stays(self, opened: Open, folder: Path, cast: Cast) -> None:
        """What the flow does: install, prove, and if that fails remove and close."""
        store = opened(folder)
        store.install(bundle(cast.gwen))
        store.prove(digest(cast.gwen))
        store.close()
        before = rows(folder)
        store = opened(folder)
        store.install(bundle(cast.sian))
        found = alter(
            folder / "cert9.db", "UPDATE nssPublic SET a102=x'00' WHERE a11=?",
            cast.sian.certificate,
        )  # fmt: skip
        assert found == 1
        assert not store.prove(digest(cast.sian)).holds
        store.remove(digest(cast.sian))
        store.close()
        assert rows(folder) == before

    def test_a_failed_one_does_not_drag_the_next_down(
        self, opened: Open, folder: Path, cast: Cast
    ) -> None:
        store = opened(folder)
        store.install(bundle(cast.sian))
        alter(
            folder / "cert9.db", "UPDATE nssPublic SET a102=x'00' WHERE a11=?",
            cast.sian.certificate,
        )  # fmt: skip
        assert not store.prove(digest(cast.sian)).holds
        store.install(bundle(cast.gwen))
        assert digests(store, Which.MINE) == [digest(cast.gwen)]
        assert store.prove(digest(cast.gwen)).holds
        store.close()
        assert digests(opened(folder), Which.MINE) == [digest(cast.gwen)]


class TestKeysThatNssCannotUse:
    @pytest.mark.parametrize("curve", ["secp256k1", "brainpoolP256r1"])
    def test_are_refused_before_anything_is_written(
        self, opened: Open, folder: Path, cast: Cast, curve: str
    ) -> None:
        """NSS takes them in and then cannot sign with them."""
        from cryptography.hazmat.primitives.asymmetric import ec

        curves = {"secp256k1": ec.SECP256K1(), "brainpoolP256r1": ec.BrainpoolP256R1()}
        key = keypair.pkcs8_of(ec.generate_private_key(curves[curve]))
        entry = Entry(key, self_signed(key, "Od", "digital_signature"))
        before = rows(folder)
        with pytest.raises(UnsupportedAlgorithm) as caught:
            opened(folder).install(Bundle((*bundle(cast.sian).entries, entry)))
        assert caught.value.what.facts == {"algorithm": curve}
        assert rows(folder) == before


class TestWhole:
    """A change is whole or not at all, and leaves nothing lying about."""

    def half(self, cast: Cast) -> Bundle:
        """Two identities, the second with a certificate in BER, which NSS does not read."""
        key = keypair.generate(KeyKind.EC_P256)
        der = self_signed(key, "Od", "digital_signature")
        assert der[:2] == b"\x30\x82"
        first = bundle(cast.sian)
        odd = Entry(key, b"\x30\x80" + der[4:] + b"\0\0")
        return Bundle((*first.entries, odd), first.others)

    @pytest.mark.parametrize("password", [None, PRIMARY])
    def test_what_fails_half_way_is_taken_back(
        self, opened: Open, folder: Path, locked: Path, cast: Cast, password: str | None
    ) -> None:
        place = folder if password is None else locked
        store = opened(place, password)
        store.install(bundle(cast.gwen))
        store.close()
        before, files = rows(place), sorted(path.name for path in place.iterdir())
        store = opened(place, password)
        with pytest.raises(StoreUnavailable) as caught:
            store.install(self.half(cast))
        assert caught.value.what.facts["reason"] == "nss-refused"
        assert rows(place) == before
        assert digests(store, Which.MINE) == [digest(cast.gwen)]
        store.close()
        assert sorted(path.name for path in place.iterdir()) == files

    def test_what_cannot_be_put_back_now_is_put_back_later(
        self, opened: Open, folder: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = rows(folder)
        store = opened(folder)
        store.install(bundle(cast.sian))
        alter(
            folder / "cert9.db", "UPDATE nssPublic SET a102=x'00' WHERE a11=?",
            cast.sian.certificate,
        )  # fmt: skip
        assert not store.prove(digest(cast.sian)).holds
        monkeypatch.setattr(_files, "BUSY_SECONDS", 0.2)
        with closing(sqlite3.connect(folder / "cert9.db")) as database:
            database.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreLocked):
                store.close()
            database.rollback()
        assert rows(folder) != before
        assert not opened(folder).list(Which.MINE)
        assert rows(folder) == before

    def test_copies_are_private_and_go_with_the_proof(
        self, opened: Open, folder: Path, cast: Cast
    ) -> None:
        store = opened(folder)
        store.install(bundle(cast.sian))
        copies = folder / ".sel-undo"
        assert copies.stat().st_mode & 0o777 == 0o700
        assert {path.name: path.stat().st_mode & 0o777 for path in copies.iterdir()} == {
            "cert9.db": 0o600,
            "key4.db": 0o600,
            "note.json": 0o600,
        }
        assert store.prove(digest(cast.sian)).holds
        assert not copies.exists()
        store.close()
        assert sorted(path.name for path in folder.iterdir()) == [
            "cert9.db",
            "key4.db",
            "pkcs11.txt",
        ]

    def test_removing_leaves_nothing(self, opened: Open, folder: Path, cast: Cast) -> None:
        before = rows(folder)
        store = opened(folder)
        store.install(bundle(cast.sian, cast.gwen))
        store.add(Which.PEOPLE, person("beti@school.example").certificate)
        store.add(Which.AUTHORITIES, pilot().root)
        for which in Which:
            for held in store.list(which):
                store.remove(held.sha256)
        assert rows(folder) == before

    def test_reading_writes_nothing(self, opened: Open, folder: Path, cast: Cast) -> None:
        store = opened(folder)
        store.install(bundle(cast.sian))
        store.close()
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        store = opened(folder)
        store.list(Which.MINE)
        store.prove(digest(cast.sian))
        store.close()
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


class TestBesideNssTools:
    """What certutil and cmsutil see of what we did, and we of what they did."""

    def trust(self, folder: Path) -> dict[str, str]:
        listing = run("certutil", "-L", "-d", f"sql:{folder}")
        found = re.findall(r"^(.+?) +([a-zA-Z]*,[a-zA-Z]*,[a-zA-Z]*) *$", listing, re.MULTILINE)
        return dict(found)

    def test_trust_is_for_mail_alone(self, opened: Open, folder: Path, cast: Cast) -> None:
        store = opened(folder)
        store.install(bundle(cast.sian))
        store.add(Which.PEOPLE, cast.gwen.certificate)
        store.add(Which.AUTHORITIES, pilot().root)
        assert self.trust(folder) == {
            "Siân Llŷr": "u,u,u",
            GWEN: ",,",
            "Ysgol trial issuer": ",,",
            "Ysgol trial root": ",C,",
        }

    def test_trust_that_is_there_stays(self, opened: Open, folder: Path, tmp_path: Path) -> None:
        der = tmp_path / "root.der"
        der.write_bytes(pilot().root)
        run("certutil", "-A", "-n", "root", "-t", "CT,,", "-i", der, "-d", f"sql:{folder}")
        opened(folder).add(Which.AUTHORITIES, pilot().root)
        assert self.trust(folder) == {"root": "CT,C,"}

    def test_keys_are_linked_to_their_certificates(
        self, opened: Open, folder: Path, cast: Cast
    ) -> None:
        opened(folder).install(bundle(cast.sian, cast.gwen))
        listing = run("certutil", "-K", "-d", f"sql:{folder}")
        assert re.search(r"ec +[0-9a-f]{40} +Siân Llŷr$", listing, re.MULTILINE)
        assert re.search(r"rsa +[0-9a-f]{40} +Gwenllian ap Rhys$", listing, re.MULTILINE)
        assert "orphan" not in listing

    def test_same_names_of_different_people_do_not_mix(self, opened: Open, folder: Path) -> None:
        store = opened(folder)
        one = self_signed(rsa_key(0), "Siân", "digital_signature", organisation="Ysgol")
        founded = person("sian@school.example", name="Siân", key=rsa_key(1)).certificate
        store.install(Bundle((Entry(rsa_key(0), one), Entry(rsa_key(1), founded))))
        assert self.trust(folder) == {"Siân": "u,u,u", "Siân #2": "u,u,u"}

    def test_what_pk12util_put_in_is_proved(
        self, opened: Open, folder: Path, cast: Cast, tmp_path: Path
    ) -> None:
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

        file, word = tmp_path / "gwen.p12", tmp_path / "word.txt"
        word.write_text("cyfrinair\n")
        private = keypair.load(cast.gwen.key)
        assert isinstance(private, rsa.RSAPrivateKey)
        file.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"gwen",
                private,
                x509.load_der_x509_certificate(cast.gwen.certificate),
                None,
                BestAvailableEncryption(b"cyfrinair"),
            )
        )
        run("pk12util", "-i", file, "-w", word, "-d", f"sql:{folder}", "-K", "")
        store = opened(folder)
        assert digests(store, Which.MINE) == [digest(cast.gwen)]
        assert store.prove(digest(cast.gwen)).holds

    @pytest.mark.parametrize("password", [None, PRIMARY])
    @pytest.mark.parametrize("who", ["sian", "gwen"])
    def test_cmsutil_signs_with_it_and_openssl_agrees(
        self, opened: Open, folder: Path, locked: Path, cast: Cast, tmp_path: Path, who: str,
        password: str | None,
    ) -> None:  # fmt: skip
        place = folder if password is None else locked
        store = opened(place, password)
        store.install(bundle(getattr(cast, who)))
        store.add(Which.AUTHORITIES, pilot().root)
        (held,) = store.list(Which.MINE)
        text, signed, root, word = (tmp_path / n for n in ("text", "signed", "root.pem", "word"))
        text.write_text("Bore da, bawb\n", encoding="utf-8")
        word.write_text((password or "") + "\n", encoding="utf-8")
        root.write_text(pem(pilot().root))
        run("cmsutil", "-S", "-H", "SHA256", "-N", str(held.name), "-i", text, "-o", signed,
            "-d", f"sql:{place}", "-f", word)  # fmt: skip
        said = run(
            "openssl", "cms", "-verify", "-inform", "DER", "-in", signed, "-CAfile", root,
            "-purpose", "smimesign", "-attime", str(int(certificate.read(held.der).not_before
            .timestamp()) + 3600),
        )  # fmt: skip
        assert said == "Bore da, bawb\n"

    def test_cmsutil_opens_what_openssl_encrypted(
        self, opened: Open, folder: Path, cast: Cast, tmp_path: Path
    ) -> None:
        opened(folder).install(bundle(cast.gwen))
        text, sealed, opened_, recipient = (tmp_path / n for n in ("text", "sealed", "out", "pem"))
        text.write_text("Dim ond i Gwenllian\n", encoding="utf-8")
        recipient.write_text(pem(cast.gwen.certificate))
        run("openssl", "cms", "-encrypt", "-aes256", "-binary", "-outform", "DER", "-in", text,
            "-out", sealed, recipient)  # fmt: skip
        run("cmsutil", "-D", "-i", sealed, "-o", opened_, "-d", f"sql:{folder}")
        assert opened_.read_text(encoding="utf-8") == "Dim ond i Gwenllian\n"

    def test_cmsutil_finds_a_person_by_address(
        self, opened: Open, folder: Path, cast: Cast, tmp_path: Path
    ) -> None:
        store = opened(folder)
        store.install(bundle())
        for authority in (pilot().issuer, pilot().root):
            store.add(Which.AUTHORITIES, authority)
        store.add(Which.PEOPLE, cast.gwen.certificate)
        text, sealed = tmp_path / "text", tmp_path / "sealed"
        text.write_text("Helo\n")
        run("cmsutil", "-E", "-r", GWEN, "-i", text, "-o", sealed, "-d", f"sql:{folder}")
        key = tmp_path / "key.der"
        key.write_bytes(cast.gwen.key.reveal())
        key.chmod(0o600)
        assert run(
            "openssl", "cms", "-decrypt", "-inform", "DER", "-in", sealed, "-inkey", key,
            "-keyform", "DER",
        ) == "Helo\n"  # fmt: skip


def pem(der: bytes) -> str:
    import ssl

    return ssl.DER_cert_to_PEM_cert(der)
