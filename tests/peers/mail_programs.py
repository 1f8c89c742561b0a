"""OpenSSL and NSS as tests of mail ask them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    load_der_private_key,
    pkcs12,
)

from tests.core.mail_material import Person, root


class ToolRefused(Exception):
    """A program ended with a complaint."""


def run(*command: str, given: bytes = b"") -> bytes:
    """What a program writes. Raises ToolRefused."""
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        raise ToolRefused(done.stderr.decode(errors="replace"))
    return done.stdout


def openssl(*options: str, given: bytes = b"") -> bytes:
    """`openssl cms`. Raises ToolRefused."""
    return run("openssl", "cms", *options, given=given)


def openssl_signs(who: Person, content: bytes, folder: Path, *options: str) -> bytes:
    """SignedData, DER, detached unless `-nodetach` is among the options."""
    pem = who.pem(folder)
    return openssl("-sign", "-binary", "-outform", "DER", "-signer", pem, *options, given=content)


def openssl_verifies(
    cms: bytes, folder: Path, *options: str, content: bytes | None = None
) -> bytes:
    """The content, if the signature holds up to the test root. Raises ToolRefused."""
    path = folder / "root.pem"
    path.write_bytes(x509.load_der_x509_certificate(root()[1]).public_bytes(Encoding.PEM))
    if content is not None:
        (folder / "content").write_bytes(content)
        options += ("-content", str(folder / "content"))
    if "-inform" in options:  # on S/MIME text it would take the last line end for content
        options += ("-binary",)
    trust = ("-CAfile", str(path), "-no-CApath", "-no-CAstore", "-purpose", "smimesign")
    return openssl("-verify", *trust, *options, given=cms)


def openssl_encrypts(content: bytes, folder: Path, *options: str, to: tuple[Person, ...]) -> bytes:
    """Encrypted data, DER; recipients with `-keyopt` are given by `options` themselves."""
    pems = [each.pem(folder) for each in to]
    return openssl("-encrypt", "-binary", "-outform", "DER", *options, *pems, given=content)


def openssl_decrypts(cms: bytes, who: Person, folder: Path) -> bytes:
    """The content. Raises ToolRefused."""
    pem = who.pem(folder)
    keys = ("-inkey", pem, "-recip", pem)
    return openssl("-decrypt", "-binary", "-inform", "DER", *keys, given=cms)


class Nss:
    """An NSS database with some people's keys and the test root, trusted for mail."""

    def __init__(self, folder: Path, *people: Person) -> None:
        self.folder = folder
        self._database = f"sql:{folder}"
        run("certutil", "-N", "-d", self._database, "--empty-password")
        run("certutil", "-A", "-d", self._database, "-n", "root", "-t", ",C,", given=root()[1])
        for each in people:
            pfx = pkcs12.serialize_key_and_certificates(
                each.address.encode(),
                load_der_private_key(each.key.reveal(), None),  # type: ignore[arg-type]
                x509.load_der_x509_certificate(each.certificate),
                None,
                BestAvailableEncryption(b"x"),
            )
            (folder / "one.p12").write_bytes(pfx)
            run(
                "pk12util", "-i", str(folder / "one.p12"), "-W", "x", "-K", "",
                "-d", self._database,
            )  # fmt: skip

    def signs(self, who: Person, content: bytes, *options: str) -> bytes:
        """SignedData, DER. `-T` leaves the content out."""
        return self._cms("-S", "-N", who.address, "-G", "-P", *options, given=content)

    def encrypts(self, who: Person, content: bytes) -> bytes:
        """EnvelopedData, DER."""
        return self._cms("-E", "-r", who.address, given=content)

    def opens(self, cms: bytes, content: bytes | None = None) -> bytes:
        """Decrypt or verify. Raises ToolRefused."""
        if content is None:
            return self._cms("-D", given=cms)
        (self.folder / "content").write_bytes(content)
        return self._cms("-D", "-c", str(self.folder / "content"), given=cms)

    def _cms(self, *options: str, given: bytes) -> bytes:
        (self.folder / "in").write_bytes(given)
        return run(
            "cmsutil", *options, "-d", self._database, "-i", str(self.folder / "in"), "-p", "",
        )  # fmt: skip
