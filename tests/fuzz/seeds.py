"""Good files for each target, made anew: what a fuzzer starts from."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from tests.core import mail_material as mail
from tests.core.container_material import attachment, outlook_message, winmail
from tests.pilot import GWEN, person, pilot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sel.core.envelope.model import Key

PASSPHRASE = "x"


@cache
def of(target: str) -> tuple[bytes, ...]:
    """The seeds of one target."""
    if target == "bundle":
        return _bundles()
    if target == "letter":
        return _letters()
    if target == "chain":
        return _chains()
    return (*_files(), *_bundles()[:2], *_letters(), *_chains())


def root() -> bytes:
    """The authority above the certificates of the chain's seeds."""
    return pilot().root


def ring() -> Sequence[Key]:
    """The keys that open the letters."""
    return (*mail.person("p256").ring, *mail.person("rsa").ring)


@cache
def _chains() -> tuple[bytes, ...]:
    founded = pilot()
    leaves = [person().certificate, person(GWEN).certificate]
    pile = [founded.issuer, founded.root]
    bundles = [b"".join(map(armoured, (leaf, *pile))) for leaf in leaves]
    return (
        *bundles,
        b"".join((leaves[0], *pile)),
        armoured(leaves[0]),
        mail.person("rsa").certificate,
    )


@cache
def _bundles() -> tuple[bytes, ...]:
    """The old ways and the odd ones, with few rounds."""
    from tests.core.test_bundle_hostile import seeds

    return seeds()


@cache
def _letters() -> tuple[bytes, ...]:
    sian, rsa = mail.person("p256"), mail.person("rsa")
    signed = mail.signed(sian)
    return (
        mail.mail(sian, signed),
        mail.mail(sian, mail.sealed(signed, sian, rsa)),
        mail.mail(rsa, mail.signed(rsa, mail.sealed(mail.signed(rsa), rsa))),
        mail.mail(sian, mail.entity("application/pkcs7-mime", mail.opaque(sian))),
        mail.opaque(sian),
        mail.mail(sian, mail.multipart("mixed", mail.BODY, signed)),
    )


@cache
def _files() -> tuple[bytes, ...]:
    someone, sian = person(), mail.person("p256")
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Si\xc3\xa2n\r\nEMAIL:sian.llyr@school.example\r\n"
    key = base64.b64encode(someone.certificate)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Siân.cer", someone.certificate)
        packed.writestr("inner/gwen.pem", armoured(person(GWEN).certificate))
    box = b"From sian Mon Nov 23 09:00:00 2026\n" + mail.mail(
        mail.person("p256"), mail.signed(mail.person("p256"))
    )
    return (
        someone.certificate,
        someone.request,
        armoured(someone.certificate) + armoured(someone.request, "CERTIFICATE REQUEST"),
        pilot().root_crl,
        card + b"KEY;ENCODING=b;TYPE=X509:" + key + b"\r\nEND:VCARD\r\n",
        held.getvalue(),
        box,
        winmail([("Siân.cer", someone.certificate)], by_properties=True),
        outlook_message({0x37: "Bore da"}, [attachment("Siân.cer", someone.certificate)]),
        outlook_message({}, [attachment("smime.p7m", mail.opaque(sian))], kind="IPM.Note.SMIME"),
        Random(7).randbytes(300),
    )


def armoured(der: bytes, label: str = "CERTIFICATE") -> bytes:
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN {label}-----\n{body}-----END {label}-----\n".encode()
