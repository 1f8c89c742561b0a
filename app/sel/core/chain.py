"""From a certificate to an anchor (RFC 5280 6), with pyhanko-certvalidator as the engine.

Around the engine: a bounded pool, so that a pile of same-named authorities cannot stall it, and
the anchor's own dates and name constraints, which RFC 5280 6.1 leaves to the caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sel.base.errors import NotACertificate
from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, error

_SAME_NAME = 8
_DEPTH = 10
_SOURCE = "RFC 5280 6.1"


@dataclass(frozen=True, slots=True)
class Path:
    """What was found between a certificate and the anchors.

    certificates  DER, the leaf first; the whole path if `anchor` is set, else as far as it goes
    anchor        DER of the trusted root at its end, or None
    findings      why there is no path; empty if there is one
    """

    certificates: tuple[bytes, ...]
    anchor: bytes | None
    findings: tuple[Finding, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether an anchor was reached and everything on the way held."""
        return self.anchor is not None and not self.findings


def build(leaf: bytes, *, pool: Iterable[bytes], anchors: Sequence[bytes], at: datetime) -> Path:
    """Find and validate a path from `leaf` to one of `anchors` at a moment.

    pool  other certificates (DER) to build with, in any order, unreadable ones ignored
    at    aware
    Revocation is not looked at here. Raises NotACertificate for the leaf alone.
    """
    start = certificate.read(leaf)
    roots = [facts for facts in map(_facts, anchors) if facts is not None]
    if any(root.der == leaf for root in roots):
        return _with_dates(Path((leaf,), leaf), at)
    reachable = _reachable(start, [f for f in map(_facts, pool) if f is not None], roots)
    found = _validate(leaf, [f.der for f in reachable], [r.der for r in roots], at)
    if isinstance(found, tuple):
        return _with_dates(Path(found, found[-1]), at)
    partial, end = _as_far_as(start, reachable)
    if found is not None:
        return Path(partial, None, (found,))
    if end.self_signed:
        why = error("root-not-trusted", source=_SOURCE, root=end.subject)
    else:
        why = error("issuer-missing", source=_SOURCE, issuer=end.issuer)
    return Path(partial, None, (why,))


def order(leaf: bytes, pool: Iterable[bytes]) -> tuple[bytes, ...]:
    """The authorities of `pool` above `leaf`, nearest first, by name and key identifier.

    For handing a chain on in the usual order; it proves nothing.
    """
    candidates = [facts for facts in map(_facts, pool) if facts is not None]
    path, _ = _as_far_as(certificate.read(leaf), candidates)
    return path[1:]


def _facts(der: bytes) -> CertificateFacts | None:
    try:
        return certificate.read(der)
    except NotACertificate:
        return None


def _reachable(
    start: CertificateFacts, pool: Sequence[CertificateFacts], roots: Sequence[CertificateFacts]
) -> list[CertificateFacts]:
    """Those of the pool that can stand above `start`, a bounded number a level."""
    by_subject: defaultdict[bytes, list[CertificateFacts]] = defaultdict(list)
    for each in pool:
        by_subject[each.subject_der].append(each)
    anchored = {root.sha256 for root in roots}
    found: dict[bytes, CertificateFacts] = {}
    level = [start]
    for _ in range(_DEPTH):
        above: list[CertificateFacts] = []
        for child in level:
            candidates = by_subject.get(child.issuer_der) or [
                each
                for each in pool
                if certificate.names_equal(each.subject_der, child.issuer_der)
            ]
            fitting = sorted(candidates, key=lambda each: not _key_fits(child, each))
            above.extend(
                each
                for each in fitting[:_SAME_NAME]
                if each.sha256 not in found and each.sha256 not in anchored
            )
        if not above:
            break
        found.update((each.sha256, each) for each in above)
        level = above[:_SAME_NAME]
    return list(found.values())


def _key_fits(child: CertificateFacts, issuer: CertificateFacts) -> bool:
    wanted, held = child.authority_key_identifier, issuer.subject_key_identifier
    return wanted is None or held is None or wanted == held


def _as_far_as(
    start: CertificateFacts, pool: Sequence[CertificateFacts]
) -> tuple[tuple[bytes, ...], CertificateFacts]:
    path, end = [start.der], start
    while not end.self_signed and len(path) <= _DEPTH:
        above = [
            each
            for each in pool
            if certificate.names_equal(each.subject_der, end.issuer_der) and each.der not in path
        ]
        if not above:
            break
        end = min(above, key=lambda each: not _key_fits(end, each))
        path.append(end.der)
    return tuple(path), end


def _with_dates(path: Path, at: datetime) -> Path:
    """The engine takes an anchor's dates on faith; a root that has ended is told."""
    root = certificate.read(path.certificates[-1])
    if at > root.not_after:
        return Path(
            path.certificates,
            None,
            (error("root-expired", source=_SOURCE, root=root.subject, ended=root.not_after),),
        )
    if at < root.not_before:
        return Path(
            path.certificates,
            None,
            (
                error(
                    "root-not-yet-valid", source=_SOURCE, root=root.subject, starts=root.not_before
                ),
            ),
        )
    return path


def _validate(
    leaf: bytes, pool: Sequence[bytes], roots: Sequence[bytes], at: datetime
) -> tuple[bytes, ...] | Finding | None:
    """A validated path (leaf first, root last), why the best candidate fails, or None."""
    from asn1crypto import x509
    from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors

    if not roots:
        return None
    last: Finding | None = None
    for root in roots:
        try:
            parameters = _root_parameters(x509.Certificate.load(root))
            context = ValidationContext(
                trust_roots=[x509.Certificate.load(root)],
                other_certs=[x509.Certificate.load(der) for der in pool],
                moment=at,
                allow_fetching=False,
                revocation_mode="soft-fail",
            )
            validator = CertificateValidator(
                x509.Certificate.load(leaf),
                validation_context=context,
                pkix_params=parameters,
            )
            path = _finish(validator.async_validate_path())
        except errors.PathBuildingError:
            continue
        except errors.ExpiredError as problem:
            last = error("path-expired", source=_SOURCE, ended=problem.expired_dt)
        except errors.NotYetValidError as problem:
            last = error("path-not-yet-valid", source=_SOURCE, starts=problem.valid_from)
        except errors.DisallowedAlgorithmError:
            last = error("path-weak-algorithm", source=_SOURCE)
        except errors.ValidationError as problem:
            last = error("path-invalid", source=_SOURCE, reason=str(problem)[:300])
        except Exception as problem:  # noqa: BLE001  the engine leaks plain errors on odd input
            last = error("path-uncheckable", source=_SOURCE, reason=type(problem).__name__)
        else:
            upwards = [each.dump() for each in path.iter_certs(include_root=True)]
            return tuple(reversed(upwards))
    return last


def _root_parameters(root: Any) -> Any:
    """The anchor's name constraints as initial constraints (RFC 5280 6.1.1 h and i)."""
    from pyhanko_certvalidator import name_trees
    from pyhanko_certvalidator.policy_decl import PKIXValidationParams

    constraints = root.name_constraints_value
    if constraints is None:
        return PKIXValidationParams()
    permitted = name_trees.default_permitted_subtrees()
    excluded = name_trees.default_excluded_subtrees()
    if constraints["permitted_subtrees"].native is not None:
        permitted.update(name_trees.process_general_subtrees(constraints["permitted_subtrees"]))
    if constraints["excluded_subtrees"].native is not None:
        excluded.update(name_trees.process_general_subtrees(constraints["excluded_subtrees"]))
    return PKIXValidationParams(
        initial_permitted_subtrees=permitted, initial_excluded_subtrees=excluded
    )


def _finish(work: Any) -> Any:
    """Run the engine's coroutine to its end: without fetching it never waits for anything."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    work.close()
    raise RuntimeError("the validation engine waited although fetching is off")
