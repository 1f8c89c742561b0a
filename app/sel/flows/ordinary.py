"""The file that is one ordinary certificate: seen without loading what other files need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sel.base.errors import SelError
from sel.core import certificate
from sel.core.kind import Kind
from sel.flows.seen import CertificateSeen, FileSeen, ended

if TYPE_CHECKING:
    from sel.base.secret import Secret
    from sel.ports.services import Services


def look(services: Services, path: Path, passphrase: Secret | None) -> Iterator[FileSeen]:
    """As `inspecting.look_inside`: the same answers, sooner for the ordinary certificate."""
    try:
        data = services.inputs.read(path)
    except SelError as problem:
        yield FileSeen(path, Kind.UNKNOWN, None, (), (), problem)
        return
    facts = certificate.alone(data)
    if facts is not None:
        seen = CertificateSeen(facts, False, None)
        findings = tuple(ended(seen, services.clock.now()))
        yield FileSeen(path, Kind.CERTIFICATE, None, (seen,), findings)
        return
    from sel.flows import inspecting

    yield from inspecting.look_inside_of(services, data, path, passphrase)
