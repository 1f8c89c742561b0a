"""Paths of very many certificates: few authorities, each followed upwards once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from sel.core import certificate
from sel.core.people import PathState
from sel.flows.people_paths import Paths
from tests.pile import DER, Authority

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _made(authority: Authority) -> tuple[bytes, bytes]:
    return authority.root.public_bytes(DER), authority.issuer.public_bytes(DER)


@pytest.fixture(scope="module")
def mine() -> Authority:
    return Authority(NOW)


@pytest.fixture(scope="module")
def facts(mine: Authority) -> certificate.CertificateFacts:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return certificate.read(mine.issue(key, "sian@school.example", "Siân").public_bytes(DER))


def test_a_path_over_an_authority_of_the_pool_stands(mine, facts) -> None:
    root, issuer = _made(mine)
    paths = Paths([root], [issuer], NOW)
    assert paths.state(facts) is PathState.TRUSTED
    assert paths.lead([issuer])


def test_authorities_that_lead_to_no_root_make_no_path(mine, facts) -> None:
    root, issuer = _made(mine)
    other, _ = _made(Authority(NOW))
    for roots in ([], [other]):
        paths = Paths(roots, [issuer, root], NOW)
        assert paths.state(facts) is PathState.UNKNOWN
    assert not Paths([], [issuer, root], NOW).lead([issuer, root])


def test_namesakes_that_lead_to_a_root_did_not_sign(facts) -> None:
    root, issuer = _made(Authority(NOW))
    assert Paths([root], [issuer], NOW).state(facts) is PathState.UNKNOWN


def test_what_came_with_one_certificate_counts_for_that_one_only(mine, facts) -> None:
    root, issuer = _made(mine)
    paths = Paths([root], [], NOW)
    assert paths.state(facts) is PathState.UNKNOWN
    assert paths.state(facts, (issuer,)) is PathState.TRUSTED
    assert paths.state(facts) is PathState.UNKNOWN


def test_an_authority_of_the_pool_is_not_hidden_by_what_came_with_it(mine, facts) -> None:
    root, issuer = _made(mine)
    _, namesake = _made(Authority(NOW))
    assert Paths([root], [issuer], NOW).state(facts, (namesake,)) is PathState.TRUSTED
