"""Hand out the public half of a certificate, in the form the other side can use."""

from __future__ import annotations

from enum import StrEnum

from sel.base.errors import NoCertificateYet
from sel.core.asn1 import armour
from sel.flows.identities import Identity, chain_of, find
from sel.ports.services import Services


class Form(StrEnum):
    """Forms of `id export`."""

    DER = "der"
    PEM = "pem"
    P7C = "p7c"
    VCF = "vcf"
    DRAFT_MAIL = "draft-mail"


def export(services: Services, key_id: str, form: Form, *, subject: str, text: str) -> bytes:
    """The public part of one identity; never a key.

    subject, text  the words of the draft mail, in the person's languages
    Raises UnknownId, NoCertificateYet for an identity that has no certificate yet.
    """
    book = services.book()
    one = find(book, key_id, services.clock.now())
    if one.certificate is None:
        raise NoCertificateYet(id=one.id)
    chain = chain_of(book, one.certificate.der)
    match form:
        case Form.DER:
            return one.certificate.der
        case Form.PEM:
            return armour("CERTIFICATE", one.certificate.der)
        case Form.P7C:
            return certificates_only((one.certificate.der, *chain))
        case Form.VCF:
            return vcard(one)
        case Form.DRAFT_MAIL:
            p7b = certificates_only((one.certificate.der, *chain))
            return _draft(one, p7b, subject, text)


def certificates_only(ders: tuple[bytes, ...]) -> bytes:
    """A degenerate SignedData with certificates and no signer (RFC 8551 3.8), DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs7

    loaded = [x509.load_der_x509_certificate(der) for der in ders]
    return pkcs7.serialize_certificates(loaded, serialization.Encoding.DER)


def vcard(one: Identity) -> bytes:
    """A vCard 3.0 with KEY (RFC 2426 3.7.2), the form Outlook makes a contact of."""
    import base64

    facts = one.certificate
    if facts is None:
        raise NoCertificateYet(id=one.id)
    name = facts.common_name or facts.emails[0]
    given, _, family = name.rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escaped(name)}",
        f"N:{_escaped(family)};{_escaped(given)};;;",
        *(f"EMAIL;TYPE=INTERNET:{_escaped(email)}" for email in facts.emails),
    ]
    if facts.organisation:
        lines.append(f"ORG:{_escaped(facts.organisation)}")
    lines.append("KEY;ENCODING=b;TYPE=X509:" + base64.b64encode(facts.der).decode())
    lines.append("END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def suggested_ending(form: Form) -> str:
    """The file ending that mail programs let through and open."""
    return {Form.P7C: ".p7b", Form.DRAFT_MAIL: ".eml"}.get(form, f".{form.value}")


def _draft(one: Identity, p7b: bytes, subject: str, text: str) -> bytes:
    """An unsent mail (X-Unsent opens it for writing in Outlook) with the certificate attached."""
    from email.message import EmailMessage
    from email.policy import SMTP

    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    if one.emails:
        mail["From"] = one.emails[0]
    mail["X-Unsent"] = "1"
    mail.set_content(text)
    mail.add_attachment(
        p7b,
        maintype="application",
        subtype="x-pkcs7-certificates",
        filename=f"{(one.emails or (one.id,))[0].partition('@')[0]}.p7b",
    )
    return mail.as_bytes()


def _escaped(text: str) -> str:
    clean = "".join(sign for sign in text if sign.isprintable())
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a letter (RFC 2426 2.6)."""
    out, width = [], 0
    for sign in line:
        octets = len(sign.encode())
        if width + octets > 74:
            out.append("\r\n ")
            width = 1
        out.append(sign)
        width += octets
    return "".join(out)
