"""The scanner finds what was planted, in every dress, and nothing where there is nothing."""

from __future__ import annotations

import base64
import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)

from tests.secrets_scan import (
    ProcessWatch,
    of_passphrase,
    of_private_key,
    scan,
    scan_bytes,
    trace_hits,
    traced,
)

PASSPHRASE = "tŷ gwyn ar y bryn"
KEYS: dict[str, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey] = {
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ec": ec.generate_private_key(ec.SECP384R1()),
}


def pkcs8(kind: str) -> bytes:
    return KEYS[kind].private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def dresses(kind: str) -> dict[str, bytes]:
    key, plain = KEYS[kind], NoEncryption()
    der = pkcs8(kind)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, plain)
    secret = (
        key.private_numbers().q
        if isinstance(key, rsa.RSAPrivateKey)
        else key.private_numbers().private_value
    )
    number = secret.to_bytes((secret.bit_length() + 7) // 8)
    return {
        "pkcs8": der,
        "traditional": key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, plain),
        "pem": pem,
        "pem without its frame": b"".join(pem.splitlines()[1:-1]),
        "pem in json": pem.replace(b"\n", b"\\n"),
        "hex": der.hex().encode(),
        "openssl text": b"\n    ".join(
            b":".join(b"%02X" % byte for byte in number[at : at + 15])
            for at in range(0, len(number), 15)
        ),
        "little endian": number[::-1],
        "jwk": base64.urlsafe_b64encode(number).rstrip(b"="),
        **{f"base64, moved by {n}": base64.b64encode(b"x" * n + der) for n in range(3)},
        "mime lines": base64.encodebytes(b"?" + der),
        "gzip": gzip.compress(der),
    }


@pytest.mark.parametrize("dress", dresses("ec"))
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_planted_key_is_found(tmp_path: Path, kind: str, dress: str) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    planted = tmp_path / "deep" / "er" / "file.bin"
    planted.write_bytes(os.urandom(501) + b"|" + dresses(kind)[dress] + b"|" + os.urandom(77))
    if dress == "gzip":
        planted.write_bytes(dresses(kind)[dress])
    hits = scan([tmp_path], of_private_key("planted", pkcs8(kind)))
    assert hits
    assert all(hit.where.startswith(str(planted)) for hit in hits)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_planted_passphrase_is_found(tmp_path: Path, encoding: str) -> None:
    planted = tmp_path / "log.txt"
    planted.write_bytes(b"unlocked with " + PASSPHRASE.encode(encoding) + b"\n")
    (hit,) = scan([planted], of_passphrase("own", PASSPHRASE))
    assert hit.needle == f"own ({encoding})"
    assert PASSPHRASE not in repr(hit)


def test_members_of_a_zip_are_looked_through(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "doctor.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("book.txt", f"passphrase {PASSPHRASE} " * 20)
    (hit,) = scan([tmp_path], of_passphrase("own", PASSPHRASE))
    assert hit.where.endswith("doctor.zip/book.txt")


def test_somebody_elses_key_in_pem_is_found(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(dresses("ec")["pem"])
    (hit,) = scan([tmp_path], ())
    assert hit.form == "pem"


def test_sealed_and_public_things_are_no_hits(tmp_path: Path) -> None:
    for kind, key in KEYS.items():
        sealed = BestAvailableEncryption(PASSPHRASE.encode())
        pfx = pkcs12.serialize_key_and_certificates(b"own", key, None, None, sealed)
        (tmp_path / f"{kind}.p12").write_bytes(pfx)
        sealed_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed)
        (tmp_path / f"{kind}.pem").write_bytes(sealed_pem)
        spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        (tmp_path / f"{kind}.pub").write_bytes(spki)
    needles = (
        *of_private_key("rsa", pkcs8("rsa")),
        *of_private_key("ec", pkcs8("ec")),
        *of_passphrase("own", PASSPHRASE),
    )
    assert scan([tmp_path], needles) == ()
    assert scan_bytes("noise", os.urandom(1_000_000), needles) == ()


def test_a_short_passphrase_is_no_needle() -> None:
    with pytest.raises(ValueError, match="too short"):
        of_passphrase("own", "tŷ")


SLEEPER = "import sys, time; print('up', flush=True); time.sleep(30)"


@pytest.mark.parametrize("place", ["cmdline", "environ"])
def test_a_child_that_shows_a_secret_is_seen(place: str) -> None:
    arguments = [PASSPHRASE] if place == "cmdline" else []
    environment = {**os.environ, "SHOWN": PASSPHRASE if place == "environ" else ""}
    # A grandchild: the shell stays between, as it has something to do afterwards.
    command = ["sh", "-c", '"$@"; true', "sh", sys.executable, "-c", SLEEPER, *arguments]
    with ProcessWatch() as watch:
        child = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, start_new_session=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        deadline = 200
        while not watch.hits(of_passphrase("own", PASSPHRASE)) and deadline:
            watch._stop.wait(0.02)
            deadline -= 1
        os.killpg(child.pid, 9)
        child.communicate()
    assert {hit.where for hit in watch.hits(of_passphrase("own", PASSPHRASE))} == {place}


def test_a_quiet_child_is_no_hit() -> None:
    with ProcessWatch() as watch:
        for _ in range(3):
            subprocess.run([sys.executable, "-c", "import time; time.sleep(0.05)"], check=True)
    assert watch.seen["cmdline"]
    assert watch.hits(of_passphrase("own", PASSPHRASE)) == ()


def test_the_shortest_lived_process_is_traced(tmp_path: Path) -> None:
    log = tmp_path / "trace"
    subprocess.run(traced(log, "sh", "-c", f"true '{PASSPHRASE}'; env true x"), check=True)
    assert trace_hits(log, of_passphrase("own", PASSPHRASE)) != ()
    quiet = tmp_path / "quiet"
    subprocess.run(traced(quiet, "sh", "-c", "env true x"), check=True)
    assert trace_hits(quiet, of_passphrase("own", PASSPHRASE)) == ()
    assert quiet.stat().st_size > 0
