"""The tools of NSS (certutil, pk12util, cmsutil) as a witness: the library of Thunderbird.

They work on a database, so each question gets a scratch one: in a folder that only this user
can read, under a random password that no file holds, removed with the answer.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509 import load_der_x509_certificate

from sel.base.errors import WitnessMissing, WitnessUnable
from sel.base.secret import Secret
from sel.witnesses import _mime
from sel.witnesses._tool import Answer, ask, have

_KEY_LINE = re.compile(rb"^<\s*\d+>", re.MULTILINE)
_SIGNER_STATUS = re.compile(rb"signer\d+\.status=(\w+);")


class NssTools:
    """Judges backups and mail; NSS reads no requests, and older ones decrypt for RSA only."""

    id = "nss"

    def present(self) -> bool:
        """Whether the three tools are here."""
        return have("certutil", "pk12util", "cmsutil")

    def request(self, der: bytes) -> str | None:
        """Raises WitnessUnable: no tool of NSS checks the signature of a request."""
        self._must_be_here()
        raise WitnessUnable(tool=self.id, what="request")

    def backup(self, path: Path, passphrase: Secret, keys: int) -> str | None:
        """Does this PKCS#12 go into an empty database, and are as many keys there afterwards?"""
        self._must_be_here()
        with _scratch() as database:
            imported = database.take_in(path.read_bytes(), passphrase)
            if not imported.fine:
                return imported.complaint
            found = database.keys()
        return None if found == keys else f"{found} keys, not {keys}"

    def mail(
        self, eml: bytes, *, key: Secret, certificate: bytes, roots: Sequence[bytes], text: str
    ) -> str | None:
        """Does this mail open with the key, hold `text`, and does its signature hold?

        Raises WitnessUnable if this NSS does not open the mail and an elliptic-curve key is
        among its recipients: NSS reads such mail from 3.100 on, and does not tell which it is.
        """
        self._must_be_here()
        with _scratch() as database:
            imported = database.take_in(*_as_pkcs12(key, certificate))
            if not imported.fine:
                return imported.complaint
            database.trust(roots)
            message = _mime.cms_body(eml)
            if not message:
                return "not encrypted"
            opened = database.decode(message)
            if not opened.fine:
                if _is_elliptic(key) or _has_agreed_key(message):
                    raise WitnessUnable(tool=self.id, what="ec-decryption")
                return opened.complaint
            if b"type=envelopedData;" not in database.outline(message):
                return "not encrypted"
            return _judge_signed(database, opened.out, text)

    def signed(self, eml: bytes, *, roots: Sequence[bytes], text: str) -> str | None:
        """Does this signed mail hold `text`, and its signature, up to one of these roots?"""
        self._must_be_here()
        with _scratch() as database:
            database.trust(roots)
            return _judge_signed(database, eml, text)

    def _must_be_here(self) -> None:
        if not self.present():
            raise WitnessMissing(tool=self.id)


class _Database:
    """A scratch database. Everything that opens it is given its password as a descriptor."""

    def __init__(self, folder: Path) -> None:
        self._name = f"sql:{folder}"
        self._password = Secret(secrets.token_urlsafe(24) + "\n")
        made = self._ask("certutil", "-N", "-f", "/dev/fd/{password}")
        if not made.fine:
            raise WitnessMissing(tool="nss", detail=made.complaint)

    def take_in(self, pfx: bytes, passphrase: Secret) -> Answer:
        """Import a PKCS#12."""
        return self._ask(
            "pk12util", "-i", "/dev/fd/{pfx}", "-w", "/dev/fd/{passphrase}",
            "-k", "/dev/fd/{password}", lent={"pfx": Secret(pfx), "passphrase": passphrase},
        )  # fmt: skip

    def keys(self) -> int:
        """How many private keys are in it."""
        listed = self._ask("certutil", "-K", "-f", "/dev/fd/{password}")
        return len(_KEY_LINE.findall(listed.out))

    def trust(self, roots: Sequence[bytes]) -> None:
        """Trust these certificates (DER) as authorities for mail, and for nothing else."""
        for number, root in enumerate(roots):
            self._ask(
                "certutil", "-A", "-n", f"root {number}", "-t", ",C,",
                "-f", "/dev/fd/{password}", given=root,
            )  # fmt: skip

    def decode(self, message: bytes, *, content: bytes | None = None) -> Answer:
        """Open and verify a CMS message; `content` is what a detached signature is over."""
        return self._cms(message, content)

    def outline(self, message: bytes, *, content: bytes | None = None) -> bytes:
        """What cmsutil says of its layers; judges nothing, ends without complaint in any case."""
        return self._cms(message, content, "-n", "-h", "1").out

    def _cms(self, message: bytes, content: bytes | None, *options: str) -> Answer:
        lent = {"message": Secret(message)}
        if content is not None:
            lent["content"] = Secret(content)
            options += ("-c", "/dev/fd/{content}")
        return self._ask(
            "cmsutil", "-D", "-i", "/dev/fd/{message}", "-f", "/dev/fd/{password}", *options,
            lent=lent,
        )  # fmt: skip

    def _ask(
        self, *arguments: str, given: bytes = b"", lent: Mapping[str, Secret] | None = None
    ) -> Answer:
        return ask(
            *arguments, "-d", self._name, given=given,
            lent={"password": self._password, **(lent or {})},
        )  # fmt: skip


@contextmanager
def _scratch() -> Iterator[_Database]:
    with tempfile.TemporaryDirectory(prefix="sel-nss-", ignore_cleanup_errors=True) as folder:
        yield _Database(Path(folder))


def _judge_signed(database: _Database, raw: bytes, text: str) -> str | None:
    parts = _mime.signed_parts(raw)
    content, message = parts if parts else (None, _mime.cms_body(raw))
    if not message:
        return "not signed"
    verified = database.decode(message, content=content)
    if not verified.fine:
        return verified.complaint
    outline = database.outline(message, content=content)
    states = _SIGNER_STATUS.findall(outline)
    if b"type=signedData;" not in outline or not states:
        return "not signed"
    if any(state != b"GoodSignature" for state in states):
        return "; ".join(state.decode() for state in states)
    return None if _mime.has_text(verified.out, text) else "the text is not in it"


def _as_pkcs12(key: Secret, certificate: bytes) -> tuple[bytes, Secret]:
    """Key and certificate in the only form pk12util takes, under a random passphrase."""
    loaded = load_der_private_key(key.reveal(), None)
    if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise WitnessUnable(tool=NssTools.id, what="key")
    passphrase = Secret(secrets.token_urlsafe(24))
    pfx = pkcs12.serialize_key_and_certificates(
        b"own",
        loaded,
        load_der_x509_certificate(certificate),
        None,
        BestAvailableEncryption(passphrase.reveal()),
    )
    return pfx, passphrase


def _is_elliptic(key: Secret) -> bool:
    return isinstance(load_der_private_key(key.reveal(), None), ec.EllipticCurvePrivateKey)


_AGREEMENTS = (
    b"\x06\x06\x2b\x81\x04\x01\x0b",  # 1.3.132.1.11.x, stdDH (SEC 1, RFC 5753 7.1.4)
    b"\x06\x06\x2b\x81\x04\x01\x0e",  # 1.3.132.1.14.x, cofactorDH
    b"\x06\x09\x2b\x81\x05\x10\x86\x48\x3f\x00",  # 1.3.133.16.840.63.0.x, with SHA-1
)


def _has_agreed_key(message: bytes) -> bool:
    """Whether some recipient's key came by key agreement: told by the scheme's identifier."""
    return any(scheme in message for scheme in _AGREEMENTS)
