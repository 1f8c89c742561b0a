"""Writing a letter: sign, then encrypt (RFC 8551 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sel.base.errors import BadAddress
from sel.base.secret import Secret
from sel.core import envelope
from sel.core.envelope import Content, KeyTransport
from sel.core.envelope.pieces import joined
from sel.core.letter import writing
from sel.core.letter.model import Attachment, Mailbox

_MICALG: Final = {"sha256": "sha-256", "sha384": "sha-384", "sha512": "sha-512"}


def compose(
    *,
    sender: Mailbox,
    recipients: Sequence[Mailbox],
    subject: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    date: datetime,
    key: Secret,
    certificate: bytes,
    chain: Sequence[bytes] = (),
    encrypt_to: Sequence[bytes],
    encryption_certificate: bytes | None = None,
    cipher: Content = Content.CBC,
    transport: KeyTransport = KeyTransport.PKCS1,
    mailer: str = "",
) -> bytes:
    """A message (RFC 5322, CRLF) that is signed, and encrypted if it is to be.

    key, certificate, chain  as for `envelope.sign`
    date        aware; also the signing time
    encrypt_to  certificates of everybody who is to read it, the sender's own among them, or
                none: then the letter is signed only
    encryption_certificate   the sender's, if it is another than `certificate`
    cipher, transport        what is not every program's are explicit wishes
    mailer      what made it, told outside (X-Mailer); "" says nothing
    The subject stands outside, for everybody to read. Raises BadAddress, BadHeader for what
    would break out of its header field, KeyMismatch, CannotEncryptTo, UnsupportedAlgorithm.
    """
    from email.utils import format_datetime  # with sockets and all: not for those who only read

    if not recipients:
        raise BadAddress(address="")
    heading = [
        ("Date", format_datetime(date)),
        ("From", writing.mailbox_list("From", [sender])),
        ("To", writing.mailbox_list("To", recipients)),
        ("Subject", writing.subject(subject)),
        ("Message-ID", writing.message_id(sender)),
        *([("X-Mailer", mailer)] if mailer else []),
        ("MIME-Version", "1.0"),
    ]
    parts = [writing.text_part(text), *map(writing.attached_part, attachments)]
    content = parts[0] if len(parts) == 1 else writing.multipart("mixed", parts)
    signature = envelope.sign_pieces(
        content,
        key=key,
        certificate=certificate,
        chain=chain,
        when=date,
        encryption_certificate=encryption_certificate,
    )
    inside = writing.multipart(
        "signed",
        [
            content,
            writing.smime_part("application/pkcs7-signature", [signature], name="smime.p7s"),
        ],
        'protocol="application/pkcs7-signature"',
        f"micalg={_MICALG[envelope.digest_for(certificate)]}",
    )
    if encrypt_to:
        cms = envelope.encrypt_pieces(
            inside, recipients=encrypt_to, cipher=cipher, transport=transport
        )
        kind = "authEnveloped-data" if cipher is Content.GCM else "enveloped-data"
        inside = writing.smime_part("application/pkcs7-mime", cms, name="smime.p7m", kind=kind)
    return joined([*(writing.field(name, value) for name, value in heading), *inside])
