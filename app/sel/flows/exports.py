"""Hand out the public half of a certificate, in the form the other side can use."""

from __future__ import annotations

from enum import StrEnum

from sel.base.errors import NoCertificateYet
from sel.core.asn1 import armour
from sel.core.certificate import CertificateFacts
from sel.flows.identities import Identity, chain_of, find
from sel.ports.services import Services


class Form(StrEnum):
    """Forms of `id export`."""

    DER = "der"
    PEM = "pem"
    P7C = "p7c"
    VCF = "vcf"
    DRAFT_MAIL = "draft-mail"
    REVOCATION_MAIL = "revocation-mail"


def export(services: Services, key_id: str, form: Form, *, subject: str, text: str) -> bytes:
    """The public part of one identity; never a key.

    subject, text  the words of a mail, in the person's languages
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
            from sel.core import contact_card

            facts = one.certificate
            return contact_card.write(
                facts.common_name or "",
                facts.emails or (one.id,),
                facts.der,
                organisation=facts.organisation or "",
            )
        case Form.DRAFT_MAIL:
            p7b = certificates_only((one.certificate.der, *chain))
            named = file_name(one, Form.P7C)
            return unsent(one.certificate, subject=subject, text=text, attached={named: p7b})
        case Form.REVOCATION_MAIL:
            return unsent(one.certificate, subject=subject, text=text)


def certificates_only(ders: tuple[bytes, ...]) -> bytes:
    """A degenerate SignedData with certificates and no signer (RFC 8551 3.8), DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs7

    loaded = [x509.load_der_x509_certificate(der) for der in ders]
    return pkcs7.serialize_certificates(loaded, serialization.Encoding.DER)


def suggested_ending(form: Form) -> str:
    """The file ending that mail programs let through and open."""
    endings = {Form.P7C: ".p7b", Form.DRAFT_MAIL: ".eml", Form.REVOCATION_MAIL: ".eml"}
    return endings.get(form, f".{form.value}")


def unsent(
    facts: CertificateFacts, *, subject: str, text: str, attached: dict[str, bytes] | None = None
) -> bytes:
    """A mail by the holder of this certificate that opens ready to be addressed and sent.

    attached  certificates-only PKCS#7 by file name: .p7b passes where .cer is held back
    """
    from sel.core.letter.draft import draft
    from sel.core.letter.model import Attachment, Mailbox

    name = facts.common_name or ""
    writes_as = [Mailbox(name if name.isprintable() else "", each) for each in facts.match_emails]
    return draft(
        sender=writes_as[0] if writes_as else None,
        subject=subject,
        text=text,
        attachments=tuple(
            Attachment(file, data, "application/x-pkcs7-certificates")
            for file, data in (attached or {}).items()
        ),
    )


def file_name(one: Identity, form: Form) -> str:
    """A name for the file, after the address: what stands before the "@", and the year.

    Only letters, digits and ".-_" of it are kept: some systems refuse other signs in names.
    """
    local = (one.emails or (one.id,))[0].partition("@")[0]
    plain = "".join(sign for sign in local if sign.isalnum() or sign in ".-_") or one.id
    year = f"-{one.certificate.not_before.year}" if one.certificate is not None else ""
    return f"{plain}{year}{suggested_ending(form)}"
