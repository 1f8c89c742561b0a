"""What OpenSSL, NSS, GnuPG, Java, SSH and Info-ZIP write is recognised as what it is."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sel.core.recognise import Kind, certificates, recognise, seems
from sel.flows.unfolding import unfold
from tests.core import mail_material

WHO = mail_material.person("rsa")
WORD = "castell-afon"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate together in all.pem, apart in key.pem and sian.pem."""
    place = tmp_path_factory.mktemp("programs")
    path = Path(WHO.pem(place)).rename(place / "all.pem")
    _run(place, f"openssl pkey -in {path} -out key.pem")
    _run(place, f"openssl x509 -in {path} -out sian.pem")
    return place


def _run(place: Path, command: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        command.split(), cwd=place, input=given, capture_output=True, check=False,
        env=os.environ | {"GNUPGHOME": str(place), "HOME": str(place)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("openssl x509 -in sian.pem -text", Kind.CERTIFICATE),
        ("openssl x509 -in sian.pem -outform DER", Kind.CERTIFICATE),
        ("openssl x509 -in sian.pem -trustout -addtrust emailProtection", Kind.CERTIFICATE),
        ("openssl storeutl -text all.pem", Kind.PRIVATE_KEY),
        ("openssl crl2pkcs7 -nocrl -certfile sian.pem", Kind.CERTIFICATES),
        ("openssl crl2pkcs7 -nocrl -certfile sian.pem -outform DER", Kind.CERTIFICATES),
        ("openssl req -new -key key.pem -subj /CN=Sian -text", Kind.REQUEST),
        ("openssl pkey -in key.pem -outform DER", Kind.PRIVATE_KEY),
        ("openssl rsa -in key.pem -traditional", Kind.PRIVATE_KEY),
        (f"openssl rsa -in key.pem -aes256 -passout pass:{WORD} -traditional", Kind.PRIVATE_KEY),
        (f"openssl pkcs8 -in key.pem -topk8 -passout pass:{WORD}", Kind.PRIVATE_KEY),
        (f"openssl pkcs8 -in key.pem -topk8 -v1 PBE-SHA1-3DES -outform DER -passout pass:{WORD}",
         Kind.PRIVATE_KEY),
        (f"openssl pkcs12 -in all.pem -export -passout pass:{WORD}", Kind.PKCS12),
        (f"openssl pkcs12 -in all.pem -export -nomac -passout pass:{WORD}", Kind.PKCS12),
        ("certtool --certificate-info --infile sian.pem", Kind.CERTIFICATE),
        ("openssl cms -encrypt -aes256 -in key.pem sian.pem", Kind.ENCRYPTED_MAIL),
        ("openssl cms -encrypt -outform PEM -in key.pem sian.pem", Kind.ENCRYPTED_MAIL),
        ("openssl cms -sign -signer all.pem -in sian.pem", Kind.SIGNED_MAIL),
        ("openssl cms -sign -nodetach -signer all.pem -in sian.pem", Kind.SIGNED_MAIL),
        ("openssl cms -sign -nodetach -outform DER -signer all.pem -in sian.pem",
         Kind.SIGNED_MAIL),
    ],
)  # fmt: skip
def test_what_openssl_and_gnutls_write(folder: Path, command: str, kind: Kind) -> None:
    found = recognise(_run(folder, command))
    assert (found.kind, found.looks_like, found.broken) == (kind, None, 0)
    if kind in {Kind.CERTIFICATE, Kind.CERTIFICATES}:
        assert [each.der for each in found.pieces] == [WHO.certificate]
    if kind is Kind.PRIVATE_KEY:
        keys = [each for each in found.pieces if each.kind is Kind.PRIVATE_KEY]
        assert [each.encrypted for each in keys] == [WORD in command]


def test_what_nss_writes(folder: Path) -> None:
    _run(folder, "certutil -N -d sql:. --empty-password")
    _run(folder, "certutil -A -d sql:. -n sian -t ,, -i sian.pem -a")
    for command in ("certutil -L -d sql:. -n sian -a", "certutil -L -d sql:. -n sian -r"):
        assert certificates(_run(folder, command)) == (WHO.certificate,)
    assert seems((folder / "cert9.db").read_bytes()) == "database"


def test_what_java_keeps(folder: Path) -> None:
    for form in ("jks", "jceks"):
        _run(
            folder,
            "keytool -J-XX:TieredStopAtLevel=1 -importcert -noprompt -alias sian -file sian.pem"
            f" -keystore {form}.store -storetype {form} -storepass {WORD}",
        )
        assert seems((folder / f"{form}.store").read_bytes()) == form


def test_keys_of_other_systems(folder: Path) -> None:
    _run(folder, f"ssh-keygen -q -t ed25519 -N {WORD} -f ssh")
    assert {seems((folder / name).read_bytes()) for name in ("ssh", "ssh.pub")} == {"ssh"}
    _run(folder, "gpg --batch --passphrase= --quick-generate-key sian@school.example ed25519")
    for option in ("", " --armor"):
        assert seems(_run(folder, f"gpg --export{option}")) == "pgp"
    sealed = _run(
        folder, f"gpg --batch --pinentry-mode loopback --passphrase {WORD} -c", b"Bore da"
    )
    assert seems(sealed) == "pgp"
    _run(folder, "gpgconf --kill all")


@pytest.mark.parametrize("command", ["zip -q a.zip sian.pem", "jar cfM a.zip sian.pem"])
def test_archives_of_other_programs(folder: Path, command: str) -> None:
    _run(folder, command)
    path = folder / "a.zip"
    (seen,) = unfold(Path("a.zip"), path.read_bytes())
    assert (seen.path.as_posix(), seen.seen.kind) == ("a.zip/sian.pem", Kind.CERTIFICATE)
    path.unlink()


def test_an_archive_with_a_password(folder: Path) -> None:
    _run(folder, f"zip -q -P {WORD} b.zip sian.pem")
    (seen,) = unfold(Path("b.zip"), (folder / "b.zip").read_bytes())
    assert seen.error is not None
    assert (seen.path.name, seen.error.code) == ("sian.pem", "member-encrypted")
