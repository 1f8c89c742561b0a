"""The DNS of a domain: aliases, circles, silence, nonsense, and signatures that hold or do not."""

from __future__ import annotations

import dataclasses

import dns.name
import pytest

from sel.core.delivery import Proof, Reach, Status
from sel.core.delivery.judged import DaneState, Verdict
from sel.net.delivery import open_line
from tests.delivery.conftest import GOOD, SELF, Net, tlsa


def test_a_domain_that_nobody_knows(net: Net) -> None:
    assert net.codes("nowhere.invalid") == ["domain-unknown"]
    assert net.judge("nowhere.invalid").verdict is Verdict.BAD


def test_a_domain_that_takes_no_mail(net: Net) -> None:
    net.world.add("null.example", "MX", "0 .")
    found = net.judge("null.example")
    assert net.codes("null.example") == ["mx-null"]
    assert found.hosts == ()
    net.world.add("odd-null.example", "MX", "0 .", "10 mx.good.example.")
    net.partner("good.example", GOOD)
    assert net.codes("odd-null.example") == ["mx-null-with-others"]


def test_no_record_but_an_address(net: Net) -> None:
    net.world.add("implicit.hosted.example", "A", GOOD)
    found = net.judge("implicit.hosted.example")
    assert found.implicit
    assert net.codes("implicit.hosted.example") == ["mx-implicit"]
    net.world.add("empty.example", "TXT", '"only words"')
    assert net.codes("empty.example") == ["mx-none"]


def test_an_alias_of_a_domain_and_of_a_server(net: Net) -> None:
    net.partner("good.example", GOOD)
    net.world.add("alias.example", "CNAME", "good.example.")
    found = net.judge("alias.example")
    assert net.codes("alias.example") == []
    assert [each.code for each in found.findings] == ["domain-alias", "sts-none"]
    net.world.add("aliased.example", "MX", "10 one.hosted.example.")
    net.world.add("one.hosted.example", "CNAME", "two.hosted.example.")
    net.world.add("two.hosted.example", "A", GOOD)
    assert net.codes("aliased.example") == ["mx-alias"]


@pytest.mark.parametrize("unchained", [False, True])
def test_circles(net: Net, unchained: bool) -> None:
    net.world.unchained = unchained
    try:
        net.world.add("round.example", "CNAME", "circle.example.")
        net.world.add("circle.example", "CNAME", "round.example.")
        assert net.codes("round.example") == ["dns-loop"]
        net.world.add("ring.example", "MX", "10 round.example.", "20 self.ring.example.")
        net.world.add("self.ring.example", "CNAME", "self.ring.example.")
        assert net.codes("ring.example") == ["mx-loop", "mx-loop"]
        for n in range(20):
            net.world.add(f"long{n}.example", "CNAME", f"long{n + 1}.example.")
        assert net.codes("long0.example") == ["dns-loop"]
    finally:
        net.world.unchained = False


def test_an_answer_that_stops_at_an_alias_is_followed(net: Net) -> None:
    net.partner("good.example", GOOD)
    net.world.add("stops.example", "CNAME", "good.example.")
    net.world.unchained = True
    try:
        assert net.codes("stops.example") == []
    finally:
        net.world.unchained = False


@pytest.mark.parametrize(
    ("how", "status"),
    [("servfail", Status.FAILED), ("refused", Status.REFUSED), ("nonsense", Status.SILENT)],
)
def test_no_answer(net: Net, how: str, status: Status, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.net.dns_asking._SECONDS", 0.05)
    net.world.be_odd(f"{how}.example", how)
    found = net.judge(f"{how}.example")
    assert found.seen.mx.status is status
    assert net.codes(f"{how}.example")[0] == "dns-failed"
    assert found.verdict is Verdict.UNKNOWN


def test_silence(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.net.dns_asking._SECONDS", 0.05)
    net.world.be_odd("silent.example", "silent")
    net.world.be_odd("mx.quiet.example", "silent")
    net.world.add("quiet.example", "MX", "10 mx.quiet.example.")
    assert net.judge("silent.example").seen.mx.status is Status.SILENT
    assert net.codes("quiet.example") == ["dns-failed"]
    assert net.judge("quiet.example").verdict is Verdict.UNKNOWN


def test_names_that_are_none(net: Net) -> None:
    net.world.add("odd.example", "MX", "10 10.0.0.1.", "20 a\\032b.example.", "30 x\\;y.example.")
    assert net.codes("odd.example") == ["mx-is-address", "mx-odd-name", "mx-odd-name"]
    net.world.add("lost.example", "MX", "10 nobody.lost.example.")
    assert net.codes("lost.example") == ["mx-without-address"]


def test_more_servers_than_are_called(net: Net) -> None:
    hosts = [f"h{n}.hosted.example" for n in range(12)]
    net.world.add("many.example", "MX", *(f"10 {each}." for each in hosts))
    for each in hosts:
        net.world.add(each, "A", GOOD)
    found = net.judge("many.example")
    assert len(found.hosts) == 10
    assert [each.code for each in found.findings if each.level.value != "info"] == ["mx-too-many"]


def test_a_long_answer_comes_over_tcp(net: Net) -> None:
    net.world.add("long.example", "MX", *(f"{n} mx.good.example." for n in range(400)))
    net.partner("good.example", GOOD)
    assert len(net.look("long.example").mx.values) == 100
    assert [each.host for each in net.judge("long.example").hosts] == ["mx.good.example"]


# --- addresses that may not be called -------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]
)
def test_nobody_sends_us_into_a_private_network(
    net: Net, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The resolver is one of the system: what it names inside this house is not called."""
    net.partner("trap.example", address)
    systems = (("127.0.0.1", net.dns_port),)
    monkeypatch.setattr("sel.net.delivery.system_resolvers", lambda: systems)
    way = dataclasses.replace(net.way, resolver=None)
    found = net.judge("trap.example", way)
    assert net.codes("trap.example", way) == ["mx-private"]
    assert found.hosts[0].reach is Reach.PRIVATE
    assert found.verdict is Verdict.BAD


def test_one_private_address_among_others_is_enough(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    net.world.add("mixed.example", "MX", "10 mx.mixed.example.")
    net.world.add("mx.mixed.example", "A", "192.0.2.1", "10.0.0.1")
    net.world.add("mx.mixed.example", "AAAA", "::ffff:127.0.0.1")
    systems = (("127.0.0.1", net.dns_port),)
    monkeypatch.setattr("sel.net.delivery.system_resolvers", lambda: systems)
    assert net.codes("mixed.example", dataclasses.replace(net.way, resolver=None)) == [
        "mx-private"
    ]


# --- DNSSEC and pinned keys -----------------------------------------------------------------


@pytest.fixture
def signed(net: Net) -> Net:
    """A signed domain below a signed one, with a server whose certificate nobody issued."""
    net.world.drop("example.", "NS")
    net.world.signed("example.")
    net.world.signed("signed.example.")
    net.partner("signed.example", GOOD, "mail.signed.example")
    net.world.drop("_25._tcp.mail.signed.example", "TLSA")
    return net


def test_the_chain_of_signatures_is_proved_from_the_root(signed: Net) -> None:
    found = signed.look("signed.example")
    assert found.mx.proof is Proof.SECURE
    assert found.hosts[0].addresses.proof is Proof.SECURE
    (host,) = signed.judge("signed.example").hosts
    assert host.dane is DaneState.NONE


def test_another_root_proves_nothing(signed: Net) -> None:
    built_in = dataclasses.replace(signed.way, anchors=None)
    assert signed.look("signed.example", built_in).mx.proof is Proof.BOGUS
    assert "dnssec-bogus" in signed.codes("signed.example", built_in)


@pytest.mark.parametrize(
    ("usage", "selector", "matching"), [(3, 1, 1), (3, 0, 1), (3, 1, 2), (3, 1, 0), (3, 0, 0)]
)
def test_a_pinned_key_holds(signed: Net, usage: int, selector: int, matching: int) -> None:
    pin = tlsa(signed.identities[GOOD], usage, selector, matching)
    signed.world.add("_25._tcp.mail.signed.example", "TLSA", pin)
    found = signed.judge("signed.example")
    assert [each.dane for each in found.hosts] == [DaneState.HOLDS]
    assert found.verdict is Verdict.GOOD


def test_a_pinned_authority_holds(signed: Net) -> None:
    from tests.delivery.servers import Identity

    root = Identity(signed.authority.pem, b"")
    signed.world.add("_25._tcp.mail.signed.example", "TLSA", tlsa(root, 2))
    assert [each.dane for each in signed.judge("signed.example").hosts] == [DaneState.HOLDS]
    signed.world.add("_25._tcp.mail.signed.example", "TLSA", tlsa(signed.identities[SELF], 2))
    assert signed.codes("signed.example") == ["dane-mismatch"]


def test_a_pinned_key_needs_no_authority(signed: Net) -> None:
    """RFC 7672 3.1.1: neither the issuer nor the name of it counts."""
    signed.partner("signed.example", SELF, "mail.signed.example")
    signed.world.add("_25._tcp.mail.signed.example", "TLSA", tlsa(signed.identities[SELF]))
    found = signed.judge("signed.example")
    assert found.verdict is Verdict.GOOD
    codes = {each.code: each.level.value for each in found.hosts[0].findings}
    assert codes == {"tls-self-signed": "info", "tls-other-name": "info"}


def test_a_pin_of_another_key(signed: Net) -> None:
    signed.world.add("_25._tcp.mail.signed.example", "TLSA", tlsa(signed.identities[SELF]))
    assert signed.codes("signed.example") == ["dane-mismatch"]
    assert signed.judge("signed.example").verdict is Verdict.BAD


@pytest.mark.parametrize("pin", ["1 1 1 " + "00" * 32, "3 1 1 00", "3 7 1 " + "00" * 32])
def test_pins_that_do_not_count_for_mail(signed: Net, pin: str) -> None:
    signed.world.add("_25._tcp.mail.signed.example", "TLSA", pin)
    assert signed.codes("signed.example") == ["dane-unusable"]


def test_pins_without_dnssec_do_not_count(net: Net) -> None:
    net.world.add("unsigned.example", "NS", "ns.example.")
    net.partner("unsigned.example", GOOD, "mail.unsigned.example")
    net.world.add("_25._tcp.mail.unsigned.example", "TLSA", tlsa(net.identities[GOOD]))
    assert "dane-unsigned" in net.codes("unsigned.example")


@pytest.mark.parametrize("how", ["expired", "stolen"])
def test_signatures_that_do_not_hold(signed: Net, how: str) -> None:
    name = f"{how}-zone.example"
    zone = signed.world.signed(f"{name}.")
    signed.partner(name, GOOD, f"mail.{name}")
    assert signed.look(name).mx.proof is Proof.SECURE
    setattr(zone, how, True)
    assert signed.look(name).mx.proof is Proof.BOGUS
    assert "dnssec-bogus" in signed.codes(name)


def test_a_key_that_its_parent_does_not_name(signed: Net) -> None:
    signed.world.signed("moved.example.")
    old = signed.world.records
    kept = dict(old)
    signed.world.signed("moved.example.")
    digest = next(each for each in kept if each[0].to_text() == "moved.example." and each[1] == 43)
    old[digest] = kept[digest]  # the DS of the key before
    signed.partner("moved.example", GOOD, "mail.moved.example")
    assert signed.look("moved.example").mx.proof is Proof.BOGUS


def test_silence_towards_one_domain_says_nothing_of_the_next(
    signed: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept for all domains is what was answered, wherever the questions ran out."""
    proofs = set()
    for most in range(1, 7):
        line = open_line(signed.way)
        with monkeypatch.context() as short:
            short.setattr("sel.net.dns_asking._QUESTIONS", most)
            proofs.add(line.asking().mx("signed.example").proof)
        assert line.asking().mx("signed.example").proof is Proof.SECURE, most
        line.close()
    assert proofs == {Proof.UNSIGNED, Proof.SECURE}


@pytest.mark.parametrize("how", ["servfail", "refused"])
def test_a_fault_of_the_keys_servers_says_nothing(
    signed: Net, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = open_line(signed.way)
    with monkeypatch.context() as faulty:
        faulty.setattr(signed.world, "odd", {dns.name.from_text("example."): how})
        assert line.asking().mx("signed.example").proof is Proof.UNSIGNED
    assert line.asking().mx("signed.example").proof is Proof.SECURE
    line.close()


def test_a_signed_answer_from_a_wildcard_is_not_taken_for_proved(signed: Net) -> None:
    """That no closer name exists would have to be proved, too (RFC 4035 5.3.4)."""
    signed.partner("any.signed.example", GOOD, "mail.signed.example")
    assert signed.look("any.signed.example").mx.proof is Proof.SECURE
    signed.world.from_wildcard("any.signed.example")
    assert signed.look("any.signed.example").mx.proof is Proof.UNSIGNED
