"""Two people who never shared anything but files: from strangers to encrypted mail both ways."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from sel.base.errors import RecipientNotReady
from sel.base.progress import Silent
from sel.core import authority, certificate
from sel.core.certificate import check_code_of
from sel.core.keypair import KeyKind
from sel.core.letter import Signature
from sel.core.people import Standing
from sel.core.request import Asked
from sel.flows import exports, letters, people, people_adding, people_finding, requests
from sel.flows.exports import Form
from sel.ports.services import Services
from tests.flows.desk import desk, now
from tests.pilot import pilot


@dataclass(frozen=True)
class Side:
    """Somebody with a certificate of their own school's pilot, and a folder for what they send."""

    services: Services
    email: str
    key_id: str
    out: Path

    def hands_out(self, form: Form) -> Path:
        """Their certificate as a file that passes mail programs."""
        data = exports.export(self.services, self.key_id, form, subject="", text="")
        path = self.out / f"{self.email}{exports.suggested_ending(form)}"
        path.write_bytes(data)
        return path

    def takes(self, file: Path) -> None:
        people_adding.add(self.services, [file], Silent())

    def standing(self, other: Side) -> Standing:
        return people_finding.one(self.services, other.email).answer.reason

    def code_of(self, other: Side) -> str:
        """What they read out from what they have of the other."""
        (held,) = people_finding.one(self.services, other.email).person.certificates
        return check_code_of(held.sha256)

    def own_code(self) -> str:
        der = exports.export(self.services, self.key_id, Form.DER, subject="", text="")
        return certificate.read(der).check_code

    def trusts(self, other: Side) -> None:
        (held,) = people_finding.one(self.services, other.email).person.certificates
        people.checked(self.services, held.sha256, "telephone")
        people.trust(self.services, held.sha256)

    def writes(self, other: Side, text: str) -> bytes:
        written = letters.write(self.services, to=(other.email,), subject="Bore da", text=text)
        return written.eml


def _side(folder: Path, name: str, domain: str, kind: KeyKind) -> Side:
    services, email = desk(folder / name), f"{name}@{domain}"
    founded = pilot(domain, now())
    made = requests.make(services, Asked((email,), name.title()), kind, Silent())
    begins = now() - timedelta(minutes=5)
    answer = authority.issue(
        made.request,
        (email,),
        issuer=founded.issuer,
        issuer_key=founded.issuer_key,
        serial=authority.new_serial(),
        not_before=begins,
        not_after=begins + timedelta(days=90),
    )
    requests.finish(services, answer, (founded.issuer, founded.root), Silent())
    out = folder / f"{name}-sends"
    out.mkdir()
    return Side(services, email, made.id, out)


@pytest.mark.parametrize("form", [Form.P7C, Form.VCF, Form.DRAFT_MAIL])
def test_from_strangers_to_encrypted_mail(tmp_path: Path, form: Form) -> None:
    sian = _side(tmp_path, "sian", "school.example", KeyKind.RSA_2048)
    rhys = _side(tmp_path, "rhys", "other.example", KeyKind.EC_P256)

    # Files only; nobody is trusted by having sent one.
    sian.takes(rhys.hands_out(form))
    rhys.takes(sian.hands_out(form))
    assert sian.standing(rhys) is rhys.standing(sian) is Standing.PATH
    with pytest.raises(RecipientNotReady):
        sian.writes(rhys, "too early")

    # On the telephone each reads the other's code, and it is the one the other sees of their own.
    assert sian.code_of(rhys) == rhys.own_code()
    assert rhys.code_of(sian) == sian.own_code()
    sian.trusts(rhys)
    rhys.trusts(sian)
    assert sian.standing(rhys) is rhys.standing(sian) is Standing.READY

    for one, other in ((sian, rhys), (rhys, sian)):
        mail = one.writes(other, f"Geiriau cudd gan {one.email}")
        assert b"Geiriau" not in mail
        opened = letters.read(other.services, mail)
        assert "Geiriau cudd" in opened.letter.text
        assert opened.signer is not None
        assert opened.signer.emails == (one.email,)
        assert opened.letter.signature is Signature.VALID
        assert _openssl(mail, other, tmp_path).count(b"Geiriau cudd") == 1


def _openssl(mail: bytes, reader: Side, folder: Path) -> bytes:
    """The same mail opened by OpenSSL with the key from the reader's own book."""
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_der_private_key,
    )

    pkcs8 = reader.services.book().private_key(reader.key_id)
    key = load_der_private_key(pkcs8.reveal(), None)
    path = folder / "reader.pem"
    der = exports.export(reader.services, reader.key_id, Form.PEM, subject="", text="")
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + der)
    body = message_from_bytes(mail, policy=policy.SMTP).get_payload(decode=True)
    assert isinstance(body, bytes)
    inner = subprocess.run(
        ["openssl", "cms", "-decrypt", "-inform", "DER", "-recip", path, "-inkey", path],
        input=body,
        capture_output=True,
        check=True,
    ).stdout
    return subprocess.run(
        ["openssl", "cms", "-verify", "-noverify"], input=inner, capture_output=True, check=True
    ).stdout
