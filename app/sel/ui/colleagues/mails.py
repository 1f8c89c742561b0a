"""Mails that ask colleagues for their new certificates, one or all who run out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sel.base.progress import Progress
from sel.ports.services import Services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sel.flows.people_finding import Colleague


def write(services: Services, some: Sequence[Colleague], path: Path, _progress: Progress) -> Path:
    """Write one mail where the person said, to be opened and sent; back comes where it lies.

    Raises OutputFailed, DiskFull.
    """
    from sel.flows.people_asking import works_until
    from sel.text import asking

    data = asking.mail([(each.person.email, works_until(each)) for each in some])
    services.outputs.write(path, data, replace=True)
    return path


def write_to_all(
    services: Services, emails: tuple[str, ...], days: int, path: Path, progress: Progress
) -> Path:
    """The same to these, or to everybody who runs out in so many days.

    Raises NobodyEnding, UnknownPerson, OutputFailed, DiskFull.
    """
    from sel.flows import people_asking

    some = (
        people_asking.chosen(services, emails)
        if emails
        else people_asking.running_out(services, days)
    )
    return write(services, some, path, progress)
