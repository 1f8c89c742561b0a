"""A PKCS#12 of which a part is of no use: the rest is taken in, and the part is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sel.base.errors import NoKeyInFile, UnsupportedKey, WrongOrDamaged
from sel.base.message import Message
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import keypair, passphrase
from sel.core.bundle import Bundle, Entry, Protection, read, write
from sel.flows import imports, inspecting, key_files, rewrapping
from sel.flows.seen import CertificateSeen
from sel.flows.seen_besides import KeySeen
from tests.core import pfx_material as hand
from tests.core.golden.cases_look import UNKNOWN, unknown_key
from tests.core.pfx_material import Person, person, run
from tests.flows.desk import desk, now
from tests.flows.test_backups import WORDS

WORD = Secret("abc")


@pytest.fixture(scope="module")
def sian() -> Person:
    return person("Siân", "rsa-2048")


def written(*entries: Entry, others: tuple[bytes, ...] = ()) -> bytes:
    return write(Bundle(entries, others), WORD, protection=Protection.MODERN, rounds=2)


def dsa_entry() -> Entry:
    key = dsa.generate_private_key(1024)
    return Entry(
        Secret(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())), None, "hen"
    )


def test_a_key_of_no_use_for_mail_does_not_keep_the_others_out(
    tmp_path: Path, sian: Person
) -> None:
    services = desk(tmp_path)
    stranger = person("Rhywun")
    old = dsa_entry()
    data = written(old, sian.entry, others=(stranger.certificate,))
    opened = imports.open_file(services, data, WORD, Silent())
    assert [entry.certificate for entry in opened.bundle.entries] == [sian.certificate]
    (left_out,) = opened.about
    assert left_out.code == "file-key-unusable"
    assert left_out.what.facts["name"] == "hen"
    taken = imports.take_in(services, opened, Silent())
    assert len(taken.new) == 1
    codes = [each.code for each in taken.findings]
    assert codes[:2] == ["file-key-unusable", "file-strangers"]

    with pytest.raises(UnsupportedKey):
        imports.open_file(services, written(old), WORD, Silent())


def test_a_key_of_a_kind_nobody_knows_is_called_that_and_not_a_damaged_file(
    tmp_path: Path, sian: Person
) -> None:
    services, odd = desk(tmp_path), hand.key_bag(unknown_key(), "od")
    bags = (odd, hand.key_bag(sian.key), hand.cert_bag(sian.certificate))
    opened = imports.open_file(services, hand.pfx([hand.open_safe(*bags)]), None, Silent())
    (left_out,) = opened.about
    reason = left_out.what.facts["reason"]
    assert isinstance(reason, Message)
    assert (reason.code, reason.facts) == ("unsupported-key", {"algorithm": UNKNOWN})
    with pytest.raises(UnsupportedKey):
        imports.open_file(services, hand.pfx([hand.open_safe(odd)]), None, Silent())


def test_a_pair_that_does_not_fit_is_named_and_the_key_kept(tmp_path: Path, sian: Person) -> None:
    services = desk(tmp_path)
    stranger = person("Rhywun")
    bags = (
        hand.key_bag(sian.key, "Siân", b"1"),
        hand.cert_bag(stranger.certificate, "Siân", b"1"),
    )
    opened = imports.open_file(services, hand.pfx([hand.open_safe(*bags)]), None, Silent())
    assert [each.code for each in opened.about] == ["file-pair-differs"]
    assert [facts for _, facts, _ in opened.entries] == [None]


def test_what_is_looked_at_says_who_will_not_open_it(sian: Person) -> None:
    data = written(sian.entry)
    for word, expected in ((None, "file-closed"), (Secret("abd"), "wrong-passphrase")):
        seen = key_files.look(data, Path("x.p12"), word, now())
        assert [each.code for each in seen.findings] == [expected, "not-for-old-devices"]
    seen = key_files.look(data, Path("x.p12"), WORD, now())
    assert [type(each) for each in seen.objects] == [KeySeen, CertificateSeen]
    assert "not-for-old-devices" in {each.code for each in seen.findings}


def test_without_a_seal_that_is_said(sian: Person) -> None:
    safe = hand.pbes2_aes(
        hand.contents(hand.key_bag(sian.key)), b"abc", prf="1.2.840.113549.2.9",
        hash_name="sha256", bits=256,
    )  # fmt: skip
    seen = key_files.look(hand.pfx([safe]), Path("x.p12"), Secret("abd"), now())
    assert isinstance(seen.error, WrongOrDamaged)
    codes = {each.code for each in seen.findings}
    assert {"wrong-passphrase-or-damaged", "file-without-mac"} <= codes


def test_a_copy_holds_the_same_and_is_for_those_it_was_made_for(
    tmp_path: Path, sian: Person
) -> None:
    services = desk(tmp_path)
    chain = person("Awdurdod").certificate
    data = written(sian.entry, others=(chain,))
    words = passphrase.offer("cy")
    made = rewrapping.rewrap(services, data, WORD, words, Protection.OLD_DEVICES, Silent())
    assert made.findings == ()
    assert read(made.data, words) == read(data, WORD)
    path = tmp_path / "copy.p12"
    path.write_bytes(made.data)
    rewrapping.prove_written(services, path, words, made)
    path.write_bytes(data)
    with pytest.raises(rewrapping.CopyUnsound):
        rewrapping.prove_written(services, path, words, made)


def test_a_file_without_keys_is_not_copied(tmp_path: Path, sian: Person) -> None:
    data = written(others=(sian.certificate,))
    with pytest.raises(NoKeyInFile):
        rewrapping.rewrap(desk(tmp_path), data, WORD, WORDS, Protection.MODERN, Silent())


@pytest.mark.parametrize("form", ["der", "pem", "legacy-scheme"])
def test_a_private_key_by_itself_opens_with_its_passphrase(
    sian: Person, form: str, tmp_path: Path
) -> None:
    """EncryptedPrivateKeyInfo of OpenSSL, by the rules for keys in PKCS#12 files."""
    (tmp_path / "key.der").write_bytes(sian.key)
    (tmp_path / "words").write_text("abc\n")
    more = ["-v1", "PBE-SHA1-3DES"] if form == "legacy-scheme" else ["-iter", "2000"]
    run(
        *("openssl", "pkcs8", "-topk8", "-inform", "DER", "-in", "key.der"),
        *("-passout", "file:words", "-out", "out", *more),
        *("-outform", "PEM" if form == "pem" else "DER"),
        folder=tmp_path,
    )
    path = tmp_path / "out"
    closed = inspecting.look_at(path.read_bytes(), path, None, now())
    assert [each.code for each in closed.findings] == ["file-closed", "private-key-exposed"]
    opened = inspecting.look_at(path.read_bytes(), path, Secret("abc"), now())
    (key,) = opened.objects
    assert isinstance(key, KeySeen)
    assert key.encrypted
    assert key.spki_sha256 == keypair.spki_sha256(keypair.spki_of(Secret(sian.key)))
    assert [each.code for each in opened.findings] == ["private-key-exposed"]
    wrong = inspecting.look_at(path.read_bytes(), path, Secret("abd"), now())
    assert isinstance(wrong.error, WrongOrDamaged)
