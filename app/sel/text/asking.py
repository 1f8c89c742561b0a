"""Unsent mails that ask colleagues for their new certificates, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sel.core.letter import Mailbox
from sel.core.letter.draft import draft
from sel.text import mails


def mail(people: Sequence[tuple[str, datetime]]) -> bytes:
    """One mail (RFC 5322, unsent) to these addresses, whose certificates work until then.

    To one it is addressed; several stand in Bcc, so that nobody learns who the others are, and
    read the last of the dates. Raises BadAddress.
    """
    to = tuple(Mailbox("", email) for email, _ in people)
    ends = max(end for _, end in people)
    if len(people) == 1:
        words = mails.ask_renewed(ends)
        return draft(sender=None, recipients=to, subject=words.subject, text=words.text)
    words = mails.ask_renewed_all(ends)
    return draft(sender=None, blind=to, subject=words.subject, text=words.text)
