"""The pilot of a book answers a request of the same book; one key gets one certificate."""

from __future__ import annotations

import pytest

from sel.base.errors import AddressOutsideAuthority, BadAddress, NoAuthority
from sel.base.progress import Silent
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import authority, pilot_answer, requests
from sel.flows.identities import State, identities
from tests.flows.desk import desk
from tests.pilot import DOMAIN, SIAN


@pytest.fixture
def services(tmp_path):
    """A desk with a pilot."""
    made = desk(tmp_path / "sel")
    authority.found(made, "Ysgol", [DOMAIN], Silent(), kind=KeyKind.EC_P256)
    return made


def form(services, email=SIAN):
    return requests.make(services, Asked((email,), "Siân Llŷr"), KeyKind.EC_P256, Silent())


def test_it_is_in_the_book_with_its_chain_and_says_trial(services):
    finished = pilot_answer.answer_here(services, form(services), Silent())
    assert finished.new
    assert finished.findings == ()
    assert pilot_answer.is_trial(finished.identity.certificate)
    (mine,) = identities(services.book(), services.clock.now())
    assert (mine.state, mine.emails) == (State.CURRENT, (SIAN,))


def test_again_it_is_the_same_certificate(services):
    made = form(services)
    first = pilot_answer.answer_here(services, made, Silent())
    again = pilot_answer.answer_here(services, made, Silent())
    assert again.identity.certificate == first.identity.certificate
    assert not again.new
    assert len(authority.issued(services)) == 1


def test_what_was_revoked_is_not_handed_out_again(services):
    made = form(services)
    first = pilot_answer.answer_here(services, made, Silent()).identity.certificate
    authority.revoke(services, first.serial)
    again = pilot_answer.answer_here(services, made, Silent())
    assert again.new
    revoked = [each.certificate for each in authority.issued(services) if each.revoked]
    assert revoked == [first]
    assert len(authority.issued(services)) == 2


def test_an_address_of_elsewhere_gets_no_certificate(services):
    made = form(services, "sian@other.example")
    with pytest.raises(AddressOutsideAuthority):
        pilot_answer.answer_here(services, made, Silent())
    assert authority.issued(services) == ()


def test_without_a_pilot_nothing_is_issued(tmp_path):
    alone = desk(tmp_path / "alone")
    with pytest.raises(NoAuthority):
        pilot_answer.answer_here(alone, form(alone), Silent())


def test_the_address_is_judged_before_any_key():
    pilot_answer.check_address(SIAN, (DOMAIN,))
    pilot_answer.check_address("sian@SCHOOL.example", (DOMAIN,))
    for address in ("sian@other.example", f"sian@sub.{DOMAIN}"):
        with pytest.raises(AddressOutsideAuthority) as refused:
            pilot_answer.check_address(address, (DOMAIN,))
        assert refused.value.what.facts == {"address": address, "domains": DOMAIN}
    with pytest.raises(BadAddress):
        pilot_answer.check_address("sian", (DOMAIN,))
