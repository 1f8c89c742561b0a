"""A mail that is not sent yet: opened, it stands ready to be addressed and sent.

Neither signed nor encrypted: that is for the program it opens in.
"""

from __future__ import annotations

from collections.abc import Sequence

from sel.core.envelope.pieces import joined
from sel.core.letter import writing
from sel.core.letter.model import Attachment, Mailbox


def draft(
    *,
    sender: Mailbox | None,
    recipients: Sequence[Mailbox] = (),
    blind: Sequence[Mailbox] = (),
    subject: str,
    text: str,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A message (RFC 5322, CRLF) with `X-Unsent: 1`, which Outlook opens for writing.

    It has no Date and no Message-ID: the program that sends it gives it both. Without
    recipients there is no To; the person fills it in. blind: in Bcc, which the program that sends
    it takes out (RFC 5322 3.6.3). Plain text only, nothing in it is fetched.
    Raises BadAddress, BadHeader for what would break out of its header field.
    """
    heading = [("X-Unsent", "1")]
    if sender is not None:
        heading.append(("From", writing.mailbox_list("From", [sender])))
    if recipients:
        heading.append(("To", writing.mailbox_list("To", recipients)))
    if blind:
        heading.append(("Bcc", writing.mailbox_list("Bcc", blind)))
    heading += [("Subject", writing.subject(subject)), ("MIME-Version", "1.0")]
    parts = [writing.text_part(text), *map(writing.attached_part, attachments)]
    inside = parts[0] if len(parts) == 1 else writing.multipart("mixed", parts)
    return joined([*(writing.field(name, value) for name, value in heading), *inside])
