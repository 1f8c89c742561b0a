"""Somebody with Thunderbird and Sêl: a profile that Thunderbird made, and a certificate in it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.cli.program import Program
from tests.thunderbird.program import thunderbird

SIAN, GWEN = "sian.llyr@school.example", "gwenllian.ap.rhys@school.example"
NAME = "Siân Llŷr"


@dataclass
class Desk:
    """One person's computer: a home with a profile, and Sêl.

    identity   what Thunderbird calls the sender
    sha256     of the certificate, in hex
    """

    home: Path
    sel: Program
    identity: str = ""
    id: str = ""
    sha256: str = ""
    made: dict[str, Path] = field(default_factory=dict)

    @property
    def profile(self) -> Path:
        """Thunderbird's profile."""
        return self.home / ".thunderbird/abcd1234.default-esr"

    @property
    def prefs(self) -> bytes:
        """prefs.js as it is."""
        return (self.profile / "prefs.js").read_bytes()

    def openssl(self, *arguments: object, given: bytes = b"") -> bytes:
        """What OpenSSL makes of it."""
        done = subprocess.run(
            ["openssl", *map(str, arguments)], input=given, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout


def new_desk(folder: Path) -> Desk:
    """A home in which Thunderbird was started once, and has an account."""
    home = folder / "home"
    sel = Program(folder / "sel", {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")})
    desk = Desk(home, sel)
    desk.profile.mkdir(parents=True)
    (home / ".thunderbird/profiles.ini").write_text(
        "[Profile0]\nName=default-esr\nIsRelative=1\nPath=abcd1234.default-esr\nDefault=1\n"
    )
    with thunderbird(desk.profile) as running:
        desk.identity = running.account(SIAN, NAME)
    return desk


def certified(desk: Desk, kind: str) -> None:
    """Sêl makes a pilot authority and a certificate of this kind of key."""
    sel = desk.sel
    sel.done("ca", "init", "--domain", "school.example")
    made = sel.done(
        "request", "new", "--email", SIAN, "--name", NAME, "--key", kind,
        "--out", sel.path("form.pem"),
    )  # fmt: skip
    desk.id = made["id"]
    sel.done("ca", "issue", sel.path("form.pem"), "--out", sel.path("answer.pem"))
    sel.done("request", "finish", sel.path("answer.pem"))


def keys_outside(desk: Desk, folder: Path) -> None:
    """The same key and certificate as files, for OpenSSL."""
    sel = desk.sel
    words = sel.path("backup.pass")
    sel.done("backup", "make", "--out", sel.path("all.p12"), "--pass-file", words)
    for name, options in (
        ("key", ("-nocerts", "-nodes")),
        ("certificate", ("-clcerts", "-nokeys")),
        ("chain", ("-cacerts", "-nokeys")),
    ):
        path = folder / f"{name}.pem"
        path.write_bytes(
            desk.openssl(
                "pkcs12", "-in", sel.path("all.p12"), "-passin", f"file:{words}", *options
            )
        )
        path.chmod(0o600)
        desk.made[name] = path
    chain = x509.load_pem_x509_certificates(desk.made["chain"].read_bytes())
    (root,) = (each for each in chain if each.issuer == each.subject)
    desk.made["root"] = folder / "root.pem"
    desk.made["root"].write_bytes(root.public_bytes(Encoding.PEM))


def trusted(desk: Desk, folder: Path) -> None:
    """The person trusts the pilot's root; OpenSSL gets key and certificates."""
    keys_outside(desk, folder)
    desk.sel.done("store", "add", desk.made["root"], "--which", "authorities", "--yes",
                  "--store", "thunderbird")  # fmt: skip


@pytest.fixture(scope="module", params=["rsa-2048", "ec-p256"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Made once a module and kind of key: everything is in the profile, and the account set up."""
    folder = tmp_path_factory.mktemp("desk")
    one = new_desk(folder)
    certified(one, request.param)
    done = one.sel.done("store", "install", one.id, "--store", "thunderbird", "--set-up-accounts")
    one.sha256 = done["accounts"][0]["signing"]
    trusted(one, folder)
    return one
