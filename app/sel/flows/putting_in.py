"""One store, whole or not at all: keys go in, prove themselves there, and can come out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sel.base.errors import NotProved, SelError
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.bundle import Bundle
from sel.flows.store_places import Place, StoreState
from sel.ports.services import Services
from sel.ports.store import CertStore, Proof, StoreSpec, Which


@dataclass(frozen=True, slots=True)
class InStore:
    """One store after an installation.

    state    PROVED, UNCHANGED, PUT_BACK, KEPT or FAILED
    proved   a proof a certificate (SHA-256), where it is PROVED or UNCHANGED
    problem  why, where it is FAILED or KEPT
    new      certificates (SHA-256) that were not there before
    people   certificates (DER) that were there as other people's
    """

    store: StoreSpec
    state: StoreState
    proved: tuple[tuple[bytes, Proof], ...] = ()
    problem: SelError | None = None
    new: tuple[bytes, ...] = ()
    people: tuple[bytes, ...] = ()


def put(services: Services, place: Place, bundle: Bundle, unlock: Secret | None) -> InStore:
    """Into one store; if that fails it is as it was."""
    kind, spec = place
    try:
        opened = kind.open(spec, unlock)
        try:
            done = _put_in(opened, spec, bundle)
        finally:
            opened.close()
    except SelError as problem:
        return InStore(spec, StoreState.FAILED, problem=problem)
    for digest, _ in done.proved:
        services.book().installed(digest, spec.id)
    return done


def _put_in(opened: CertStore, spec: StoreSpec, bundle: Bundle) -> InStore:
    """Raises what the store raises, and NotProved; then the store is as it was."""
    before = {held.sha256: held for which in Which for held in opened.list(which)}
    entries = {
        certificate.read(each.certificate).sha256: each
        for each in bundle.entries
        if each.certificate is not None
    }
    had = [digest for digest in entries if digest in before and before[digest].has_key]
    tried = {digest: opened.prove(digest) for digest in had}
    working = {digest: shown for digest, shown in tried.items() if shown.holds}
    if len(working) == len(entries):
        return InStore(spec, StoreState.UNCHANGED, tuple(working.items()))
    missing = tuple(entry for digest, entry in entries.items() if digest not in working)
    ours = [*entries, *(certificate.read(der).sha256 for der in bundle.others)]
    new = tuple(each for each in dict.fromkeys(ours) if each not in before)
    people = tuple(
        before[each].der for each in entries if each in before and not before[each].has_key
    )
    opened.install(Bundle(missing, bundle.others))
    try:
        proved = {digest: opened.prove(digest) for digest in entries if digest not in working}
        broken = next((each for each in proved.values() if not each.holds), None)
        if broken is not None:
            raise NotProved(store=spec.label, proof=broken.code)
    except BaseException:
        _take_out(opened, new, people)
        raise
    shown = tuple((working | proved).items())
    return InStore(spec, StoreState.PROVED, shown, new=new, people=people)


def put_back(
    services: Services, done: Iterable[InStore], where: Sequence[Place], unlock: Secret | None
) -> list[InStore]:
    """Every store in which something was put, as it was before; the others as they are."""
    by_id = {spec.id: (kind, spec) for kind, spec in where}
    out = []
    for each in done:
        if each.state is not StoreState.PROVED:
            out.append(each)
            continue
        kind, spec = by_id[each.store.id]
        try:
            opened = kind.open(spec, unlock)
            try:
                _take_out(opened, each.new, each.people)
            finally:
                opened.close()
        except SelError as problem:
            out.append(replace(each, state=StoreState.KEPT, problem=problem))
            continue
        gone = {*each.new, *(certificate.read(der).sha256 for der in each.people)}
        for digest in gone & {digest for digest, _ in each.proved}:
            services.book().uninstalled(digest, spec.id)
        out.append(InStore(spec, StoreState.PUT_BACK))
    return out


def _take_out(opened: CertStore, new: Iterable[bytes], people: Iterable[bytes]) -> None:
    """Remove what was not there before, and make a person's again what was one."""
    for digest in new:
        opened.remove(digest)
    for der in people:
        opened.remove(certificate.read(der).sha256)
        opened.add(Which.PEOPLE, der)
