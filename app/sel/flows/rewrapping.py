"""Write a PKCS#12 again for the programs that are to open it, and prove the copy by opening it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sel.base.errors import CopyUnsound, NoKeyInFile, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import bundle
from sel.core.bundle import Bundle, Protection
from sel.core.finding import Finding
from sel.flows.backups import check_passphrase
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """A copy that was opened again and holds what the first file holds.

    data      the copy
    held      what is in both
    findings  what of the first file is not in the copy, and who will not open the copy
    """

    data: bytes
    held: Bundle
    findings: tuple[Finding, ...]


def rewrap(
    services: Services,
    data: bytes,
    given: Secret | None,
    chosen: Secret,
    protection: Protection,
    progress: Progress,
) -> Rewrapped:
    """A PKCS#12 with the same keys and certificates under another passphrase and protection.

    Raises as `bundle.read`, WeakPassphrase, NotEnoughWords; NoKeyInFile if there is nothing to
    copy; CopyUnsound if the copy does not open or holds something else.
    """
    check_passphrase(services.policy, chosen, protection)
    progress.step(0, 3, Message("opening-file"))
    held = bundle.read(data, given, spread=services.spread, progress=progress)
    if not held.entries:
        raise NoKeyInFile(certificates=len(held.others))
    progress.step(1, 3, Message("sealing-backup"))
    copy = bundle.write(held, chosen, protection=protection)
    progress.step(2, 3, Message("opening-file"))
    _prove(services, copy, chosen, held)
    progress.step(3, 3, Message("done"))
    findings = (*held.findings, *bundle.openers(bundle.outline(copy), held))
    return Rewrapped(copy, held, findings)


def prove_written(services: Services, path: Path, chosen: Secret, made: Rewrapped) -> None:
    """Read the copy from its medium and open it. Raises CopyUnsound, NotFound, Unreadable."""
    _prove(services, services.inputs.read(path, from_medium=True), chosen, made.held)


def _prove(services: Services, copy: bytes, chosen: Secret, held: Bundle) -> None:
    try:
        back = bundle.read(copy, chosen, spread=services.spread)
    except SelError as problem:
        raise CopyUnsound(detail=problem.code) from problem
    if _contents(back) != _contents(held):
        raise CopyUnsound(detail="it holds something else")


def _contents(held: Bundle) -> Bundle:
    """What has to come back; of the findings those about the first file do not."""
    return replace(held, findings=())
