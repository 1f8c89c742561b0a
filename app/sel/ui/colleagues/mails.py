"""The mail that asks a colleague for their new certificate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sel.base.progress import Progress
from sel.ports.services import Services

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague


def ask(services: Services, one: Colleague, path: Path, _progress: Progress) -> Path:
    """Write it where the person said, to be opened and sent; back comes where it lies.

    Raises OutputFailed, DiskFull.
    """
    from sel.core.letter import Mailbox
    from sel.core.letter.draft import draft
    from sel.text import mails

    used = one.answer.use
    ends = max(each.not_after for each in one.person.certificates)
    words = mails.ask_renewed(ends if used is None else used.not_after)
    to = (Mailbox("", one.person.email),)
    data = draft(sender=None, recipients=to, subject=words.subject, text=words.text)
    services.outputs.write(path, data, replace=True)
    return path
