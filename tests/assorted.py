"""What people send, all in one folder: thirty-odd files that have little in common."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from sel.flows import exports, letters, requests
from sel.flows.exports import Form
from sel.flows.identities import State, identities
from sel.ports.services import Services
from tests.core import mail_material as mail
from tests.fuzz.seeds import armoured
from tests.pilot import GWEN, person, pilot

_PLAIN = (
    b"From: pennaeth@school.example\r\nTo: sian.llyr@school.example\r\nSubject: Cinio\r\n\r\n"
    b"Pysgod.\r\n"
)
_LOGIN = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>"


def fill(folder: Path, services: Services) -> tuple[Path, ...]:
    """The files, in the order of their names.

    services  a desk with a current certificate and a form that waits for its answer
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {**_certificates(), **_own(services), **_mails(services), **_foreign()}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return tuple(sorted(folder / name for name in files))


def _certificates() -> dict[str, bytes]:
    gwen, founded = person(GWEN).certificate, pilot()
    key = mail.private_key("p256", 9)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Gwenllian.cer", gwen)
        archive.writestr("staff/mair.pem", armoured(person("mair@school.example").certificate))
    card = (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Gwenllian ap Rhys\r\nEMAIL:%s\r\nKEY;ENCODING=b:%s\r\n"
        b"END:VCARD\r\n"
    )
    return {
        "Gwenllian ap Rhys.cer": gwen,
        "gwenllian.pem": b"Bag Attributes\r\n" + armoured(gwen).replace(b"\n", b"\r\n"),
        "paste.txt": armoured(gwen).decode().encode("utf-16"),
        "staff.zip": packed.getvalue(),
        "Gwenllian.vcf": card % (GWEN.encode(), base64.b64encode(gwen)),
        "root.crt": founded.root,
        "list.crl": founded.root_crl,
        "other.csr": person(GWEN).request,
        "key.pem": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "key-closed.pem": key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"afon")
        ),
    }


def _own(services: Services) -> dict[str, bytes]:
    from tests.flows.desk import issued

    every = identities(services.book(), services.clock.now())
    mine = next(each for each in every if each.state is State.CURRENT)
    asked, _ = requests.waiting(services)[-1]
    made = requests.Made(asked.id, requests.show(services, asked.id))
    return {
        "mine.p7b": exports.export(services, mine.id, Form.P7C, subject="", text=""),
        "my-form.csr": armoured(made.request.der, "CERTIFICATE REQUEST"),
        "answer.cer": issued(made, asked.emails),
    }


def _mails(services: Services) -> dict[str, bytes]:
    stranger = mail.person("p256", "mallory")
    written = letters.write(services, to=(), subject="Prawf", text="Bore da\n")
    box = b"From pennaeth Mon Nov 23 09:00:00 2026\n" + _PLAIN.replace(b"\r\n", b"\n")
    return {
        "to-me.eml": written.eml,
        "to-somebody.eml": mail.mail(stranger, mail.sealed(mail.BODY, stranger)),
        "signed.eml": mail.mail(stranger, mail.signed(stranger)),
        "lunch.eml": _PLAIN,
        "inbox.mbox": (box + b"\n") * 2,
    }


def _foreign() -> dict[str, bytes]:
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return {
        "keystore.jks": b"\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\x01" + b"\0" * 40,
        "photo.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 200,
        "screen.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
        "form.pdf": b"%PDF-1.7\n%\xe2\xe3\n" + b"\0" * 100,
        "certificate.cer": _LOGIN,
        "public.asc": b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n=abcd\n"
        b"-----END PGP PUBLIC KEY BLOCK-----\n",
        "id_ed25519.pub": b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq sian@school\n",
        "letter.docx": document.getvalue(),
        "empty.p12": b"",
        "noise.bin": bytes(range(256)) * 3,
    }
