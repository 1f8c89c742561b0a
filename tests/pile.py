"""A made-up, realistic pile of colleagues' certificates, and what has to become of each.

Folders of schools, archives, p7b files with their chain, contact cards, Maildir and mbox folders
of signed mail, doubles of much of it, and three in a hundred faulty in a dozen ways. As a program:

    python -m tests.pile FOLDER [NUMBER]     makes one
    python -m tests.pile bench [NUMBER]      takes one in, and prints time and memory
    python -m tests.pile mailbox [GIGABYTES] the same for one mail folder of five gigabytes: mails
                                             at both ends and between them a hole (a sparse file)
"""

from __future__ import annotations

import base64
import io
import random
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID as Use
from cryptography.x509.oid import NameOID

PEM, DER = Encoding.PEM, Encoding.DER
FIRST = (
    "Siân", "Gwenllïan", "Owain", "Carys", "Dafydd", "Ffion", "Rhys", "Llŷr", "Mair", "Geraint",
    "Nia", "Ioan", "Ceri",
)  # fmt: skip
LAST = (
    "Llŷr", "Môn", "Prys", "Jones", "ap-Rhys", "Bowen", "Williams", "Pugh", "Tŷ-Gwyn", "Davies",
)  # fmt: skip
RUN_KEYS = 12
"""RSA keys are slow to make; so many are shared out."""


@dataclass
class Pile:
    """What was made. certificates, standing: by address, what `people find` has to say.

    faulty  the end of a path → the code of its rejection
    """

    folder: Path
    root: bytes
    certificates: int = 0
    standing: dict[str, str] = field(default_factory=dict)
    faulty: dict[str, str] = field(default_factory=dict)


@cache
def rsa_key(number: int, bits: int = 2048) -> rsa.RSAPrivateKey:
    """One of a few."""
    return rsa.generate_private_key(65537, bits)


def name(common: str, organisation: str = "Ysgol") -> x509.Name:
    """A name as authorities write it."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "GB"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


class Authority:
    """A root and an issuer of EC keys."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._root, self._issuer = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.root = self._authority("Pile Root", "Pile Root", self._root, self._root)
        self.issuer = self._authority("Pile Issuer", "Pile Root", self._issuer, self._root)

    def _authority(self, whose: str, by: str, key: ec.EllipticCurvePrivateKey, with_: object):
        key_usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        return (
            x509.CertificateBuilder(name(by), name(whose), key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - timedelta(days=2000))
            .not_valid_after(self.now + timedelta(days=2000))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(key_usage, critical=True)
            .sign(with_, hashes.SHA256())
        )

    def issue(
        self,
        public,
        email: str | None,
        common: str,
        *,
        organisation: str = "Ysgol",
        days: tuple[int, int] = (-30, 400),
        encrypts: bool = True,
        uses: tuple[x509.ObjectIdentifier, ...] = (Use.EMAIL_PROTECTION,),
        dns: str | None = None,
    ) -> x509.Certificate:
        """Somebody's."""
        is_rsa = isinstance(public, rsa.RSAPublicKey)
        names = [
            *([x509.RFC822Name(email)] if email else []),
            *([x509.DNSName(dns)] if dns else []),
        ]
        key_usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False,
            key_encipherment=encrypts and is_rsa, data_encipherment=False,
            key_agreement=encrypts and not is_rsa, key_cert_sign=False, crl_sign=False,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        made = (
            x509.CertificateBuilder(self.issuer.subject, name(common, organisation), public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + timedelta(days=days[0]))
            .not_valid_after(self.now + timedelta(days=days[1]))
            .add_extension(key_usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        )
        if names:
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(self._issuer, hashes.SHA256())


def mail(sender: str, certificate: x509.Certificate, key, *, bare: bool = False) -> bytes:
    """A clear-signed mail."""
    options = [pkcs7.PKCS7Options.DetachedSignature]
    if bare:
        options.append(pkcs7.PKCS7Options.NoCerts)
    signed = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(b"Content-Type: text/plain\r\n\r\nBore da\r\n")
        .add_signer(certificate, key, hashes.SHA256())
        .sign(Encoding.SMIME, options)
    )
    head = f"From: {sender}\r\nTo: office@school.example\r\nSubject: Helo\r\n"
    date = "Date: Tue, 24 Nov 2026 09:00:00 +0000\r\n"
    return head.encode() + date.encode() + signed


def make(folder: Path, number: int, *, seed: int = 7, now: datetime | None = None) -> Pile:
    """A pile of about so many certificates. The layout is the same for a seed; keys are not."""
    maker = _Maker(folder, number, random.Random(seed), now or datetime.now(UTC))
    maker.people()
    maker.faults()
    return maker.pile


class _Maker:
    def __init__(self, folder: Path, number: int, chance: random.Random, now: datetime) -> None:
        self.authority = Authority(now.replace(microsecond=0))
        self.pile = Pile(folder, self.authority.root.public_bytes(DER))
        self.number, self.chance = number, chance
        self.spare = max(1, number // 33)

    # --- good ones ------------------------------------------------------------------------

    def people(self) -> None:
        """Everybody, dealt out over the kinds of files."""
        waiting: dict[str, list] = {kind: [] for kind in ("zip", "p7b", "eml", "mbox")}
        kinds = ("file",) * 9 + ("zip",) * 4 + ("p7b",) * 3 + ("eml", "mbox", "vcf", "text")
        for number in range(self.number - self.spare):
            kind = kinds[number % len(kinds)]
            who = self._person(number, signs=kind in {"eml", "mbox"})
            if kind in waiting:
                waiting[kind].append(who)
            else:
                self._single(kind, number, who)
        self._zips(waiting["zip"])
        self._bundles(waiting["p7b"])
        self._mails(waiting["eml"], waiting["mbox"])

    def _person(self, number: int, *, signs: bool):
        first, last = FIRST[number % len(FIRST)], LAST[number // 7 % len(LAST)]
        school = number % 97
        plain = "".join(sign for sign in f"{first}.{last}".lower() if sign.isascii())
        email = f"{plain}.{number}@school{school}.example"
        key = self._key(number, signs=signs)
        odd = 0 if signs else number % 50
        days, encrypts, standing = (-30, 400), True, "ready"
        match odd:
            case 7:
                days, standing = (-500, -20), "expired"
            case 11:
                days, standing = (20, 400), "not-yet-valid"
            case 13:
                encrypts, standing = False, "cannot-encrypt"
            case 17:
                key, encrypts, standing = (
                    ed25519.Ed25519PrivateKey.generate(),
                    False,
                    "cannot-encrypt",
                )
            case 19:
                key, standing = rsa_key(0, 1024), "weak"
        common = f"{first} {last}"
        if odd == 23:
            common = f"{first}\u202e{last}\u0007"
        certificate = self.authority.issue(
            key.public_key(), email, common, organisation=f"Ysgol Gyfun {school}",
            days=days, encrypts=encrypts,
        )  # fmt: skip
        self.pile.standing[email] = standing
        self.pile.certificates += 1
        return email, certificate, key

    def _key(self, number: int, *, signs: bool):
        if signs or number % 3 == 0:
            return rsa_key(number % (RUN_KEYS if self.number > 1000 else 3))
        return ec.generate_private_key(ec.SECP256R1())

    def _write(self, path: str, data: bytes) -> str:
        target = self.pile.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return path

    def _single(self, kind: str, number: int, who) -> None:
        email, certificate, _ = who
        pem, der = certificate.public_bytes(PEM), certificate.public_bytes(DER)
        where = f"school {number % 97}/{number:05}"
        if kind == "vcf":
            key = base64.b64encode(der).decode()
            card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{email}\r\nEMAIL:{email}\r\n"
            self._write(f"{where}.vcf", f"{card}KEY;ENCODING=b:{key}\r\nEND:VCARD\r\n".encode())
        elif kind == "text":
            self._write(f"{where}.txt", b"Dyma fy nhystysgrif:\r\n\r\n" + pem + b"\r\nHwyl\r\n")
        else:
            self._write(f"{where}.cer", pem if number % 2 else der)
        if number % 11 == 0:  # the same again, somewhere else
            self._write(f"copies/{number:05}.crt", pem)

    def _zips(self, whom: list) -> None:
        for place, some in enumerate(_groups(whom, 500)):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for email, certificate, _ in some:
                    archive.writestr(f"{email}.cer", certificate.public_bytes(DER))
            self._write(f"archives/{place}.zip", packed.getvalue())

    def _bundles(self, whom: list) -> None:
        chain = [self.authority.issuer, self.authority.root]
        for place, some in enumerate(_groups(whom, 25)):
            all_of_them = [certificate for _, certificate, _ in some] + chain
            data = pkcs7.serialize_certificates(all_of_them, DER if place % 2 else PEM)
            self._write(f"bundles/{place}.p7b", data)

    def _mails(self, files: list, folder: list) -> None:
        for place, (email, certificate, key) in enumerate(files):
            self._write(f"Maildir/cur/{place}.school:2,S", mail(email, certificate, key))
        out = bytearray()
        for place, (email, certificate, key) in enumerate(folder):
            if place % 3 == 0:  # most mail is not signed
                out += _postmark(email) + f"From: {email}\n\nBore da\n\n".encode()
            text = mail(email, certificate, key).replace(b"\r\n", b"\n")
            out += _postmark(email) + text + b"\n\n"
        if out:
            self._write("Inbox", bytes(out))

    # --- faulty ones ----------------------------------------------------------------------

    def faults(self) -> None:
        """A dozen ways, in turn."""
        ways = (
            self._cut, self._rubbish, self._key_file, self._key_bag, self._server, self._root,
            self._nobody, self._tampered, self._foreign, self._request, self._card, self._picture,
            self._broken_zip, self._unsigned_certificate,
        )  # fmt: skip
        for number in range(self.spare):
            path, data, code = ways[number % len(ways)](number)
            self.pile.faulty[self._write(f"faulty/{number:04}{path}", data)] = code

    def _any(self, number: int):
        key = rsa_key(0)
        email = f"faulty.{number}@school.example"
        return email, self.authority.issue(key.public_key(), email, "Faulty"), key

    def _cut(self, number: int):
        return ".cer", self._any(number)[1].public_bytes(DER)[:-100], "damaged"

    def _rubbish(self, number: int):
        return ".cer", self.chance.randbytes(900), "person-nothing"

    def _key_file(self, number: int):
        key = rsa_key(0).private_bytes(PEM, PrivateFormat.PKCS8, NoEncryption())
        return ".pem", self._any(number)[1].public_bytes(PEM) + key, "person-private-key"

    def _key_bag(self, number: int):
        _, certificate, key = self._any(number)
        sealed = BestAvailableEncryption(b"cyfrinair")
        bag = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, sealed)
        return ".p12", bag, "person-private-key"

    def _server(self, number: int):
        public = rsa_key(0).public_key()
        made = self.authority.issue(
            public, None, "www", uses=(Use.SERVER_AUTH,), dns="www.school.example"
        )
        return ".crt", made.public_bytes(PEM), "person-device"

    def _root(self, number: int):
        return ".cer", self.pile.root, "person-authority"

    def _nobody(self, number: int):
        made = self.authority.issue(rsa_key(0).public_key(), None, "Nobody")
        return ".cer", made.public_bytes(DER), "person-no-address"

    def _tampered(self, number: int):
        return ".eml", mail(*self._any(number)).replace(b"Bore da", b"Nos da!"), _INVALID

    def _foreign(self, number: int):
        _, certificate, key = self._any(number)
        return ".eml", mail("other@school.example", certificate, key), "person-signer-differs"

    def _request(self, number: int):
        asked = x509.CertificateSigningRequestBuilder(name("Asks")).sign(
            rsa_key(0), hashes.SHA256()
        )
        return ".csr", asked.public_bytes(PEM), "person-request"

    def _card(self, number: int):
        card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mair\r\nEND:VCARD\r\n"
        return ".vcf", card, "card-without-certificate"

    def _picture(self, number: int):
        return ".cer", b"\x89PNG\r\n\x1a\n" + self.chance.randbytes(500), "person-nothing"

    def _broken_zip(self, number: int):
        return ".zip", b"PK\x03\x04" + self.chance.randbytes(300), "damaged"

    def _unsigned_certificate(self, number: int):
        email, certificate, key = self._any(number)
        return ".eml", mail(email, certificate, key, bare=True), "person-signer-unknown"


_INVALID = "person-signature-invalid"


def _postmark(email: str) -> bytes:
    return f"From {email} Tue Nov 24 09:00:00 2026\n".encode()


def _groups(whom: list, size: int):
    return (whom[at : at + size] for at in range(0, len(whom), size))


def _bench(number: int) -> None:
    """Take a pile in twice; seconds, certificates a second, and the most memory of any process."""
    import json
    import resource
    import subprocess
    import tempfile
    import time

    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch)
        pile = make(top / "pile", number)
        sel = [sys.executable, "-m", "sel", "--data", str(top / "data"), "--json"]
        for run in ("first", "second"):
            began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([*sel, "people", "add", str(pile.folder)], capture_output=True)
            took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            said = json.loads(done.stdout)
            most = after.ru_maxrss // 1024
            worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            counts = {key: said[key] for key in ("added", "updated", "unchanged", "rejected")}
            print(
                f"{run}: {took:.2f} s, {worked:.2f} s of processor time, {number / took:.0f}/s, "
                f"{most} MB at most, {counts}",
                flush=True,
            )
        for text in ("gwenllian", "ian", "999"):
            began = time.monotonic()
            subprocess.run([*sel, "people", "find", text], capture_output=True, check=True)
            print(f"find {text}: {time.monotonic() - began:.3f} s with its start")


def _bench_mailbox(gigabytes: int) -> None:
    """Take one large mail folder in; seconds, and the most memory of any process."""
    import json
    import resource
    import subprocess
    import tempfile
    import time

    with tempfile.TemporaryDirectory() as scratch:
        top, maker = Path(scratch), Authority(datetime.now(UTC).replace(microsecond=0))
        (top / "mail").mkdir()
        mails = bytearray()
        for number in range(2_000):
            email, key = f"p{number}@school.example", rsa_key(number % RUN_KEYS)
            signed = mail(email, maker.issue(key.public_key(), email, "P"), key)
            mails += _postmark(email) + signed.replace(b"\r\n", b"\n") + b"\n\n"
        half = mails.rfind(b"\nFrom ", 0, len(mails) // 2) + 1
        with (top / "mail" / "Inbox").open("wb") as file:
            file.write(mails[:half])
            file.seek(gigabytes * 2**30 - (len(mails) - half) - 2)
            file.write(b"\n\n" + mails[half:])
        sel = [sys.executable, "-m", "sel", "--data", str(top / "data"), "--json"]
        began = time.monotonic()
        done = subprocess.run([*sel, "people", "add", str(top / "mail")], capture_output=True)
        took, used = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        said = json.loads(done.stdout)
        print(
            f"{gigabytes} GB: {took:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor "
            f"time, {used.ru_maxrss // 1024} MB at most, {said['added']} added, "
            f"{[each['code'] for each in said['rejections']]}"
        )


if __name__ == "__main__":
    if sys.argv[1] == "mailbox":
        _bench_mailbox(int(sys.argv[2]) if len(sys.argv) > 2 else 5)
        sys.exit()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    if sys.argv[1] == "bench":
        _bench(count)
    else:
        print(make(Path(sys.argv[1]), count).certificates, "certificates")
