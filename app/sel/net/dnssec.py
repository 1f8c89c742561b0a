"""DNSSEC proved here, from the root's key down (RFC 4033 to 4035); a resolver's word is not taken.

Only what is there can be proved, never that something is not: an answer without a chain of
signatures is "unsigned", whatever the reason. That errs towards saying less.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import dns.dnssec
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.DNSKEY
import dns.rdtypes.ANY.DS
import dns.rdtypes.ANY.RRSIG
import dns.rrset
import dns.zonefile

from sel.core.delivery import Proof

ROOT: Final = """\
. 0 IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
. 0 IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
"""
"""The root's keys of 2017 and 2024, as IANA publishes them."""

_SIGNATURES: Final = 6
"""Of one set of records; more would only make us work (CVE-2023-50387)."""
_KEYS: Final = 16
_DIGESTS: Final = {2: "SHA256", 4: "SHA384"}
"""Of DS records (RFC 8624 3.3, without SHA-1 and GOST)."""
_ALGORITHMS: Final = {5, 7, 8, 10, 13, 14, 15, 16}
"""Of keys that can be checked here (RFC 8624 3.1)."""

Ask = Callable[[dns.name.Name, dns.rdatatype.RdataType], dns.message.Message | None]


class BogusError(Exception):
    """There should be a chain of signatures, and it does not hold."""


class _UnansweredError(Exception):
    """What is needed for a proof was not said: it is neither proved nor known to be missing."""


def anchors(text: str) -> dns.rrset.RRset:
    """DS records of the root from lines of a zone file with DS or DNSKEY records.

    Raises ValueError if there are none.
    """
    try:
        found = dns.zonefile.read_rrsets(text, rdclass=None, default_ttl=0)
    except dns.exception.DNSException as problem:
        raise ValueError("not DS or DNSKEY records") from problem
    root = dns.rrset.RRset(dns.name.root, dns.rdataclass.IN, dns.rdatatype.DS)
    for each in found:
        for record in each:
            if each.name != dns.name.root:
                raise ValueError("not of the root")
            if isinstance(record, dns.rdtypes.ANY.DS.DS):
                root.add(record)
            elif isinstance(record, dns.rdtypes.ANY.DNSKEY.DNSKEY):
                root.add(dns.dnssec.make_ds(dns.name.root, record, "SHA256"))
            else:
                raise ValueError("neither DS nor DNSKEY")
    if not root:
        raise ValueError("no records")
    return root


class Chain:
    """Proves answers.

    ask     the DNS, for keys and their digests; None where it does not answer
    root    DS records of the root
    now     seconds since 1970
    kept    keys of zones that were proved before; shared by those that ask at the same time
    """

    def __init__(
        self,
        ask: Ask,
        root: dns.rrset.RRset,
        now: Callable[[], float],
        kept: dict[dns.name.Name, dns.rrset.RRset | None],
    ) -> None:
        self._ask, self._root, self._now, self._kept = ask, root, now, kept

    def proof(self, message: dns.message.Message, records: dns.rrset.RRset) -> Proof:
        """What can be said of records in the answer section of a message."""
        try:
            return self._signer(message, records)[0]
        except BogusError:
            return Proof.BOGUS
        except _UnansweredError:
            return Proof.UNSIGNED

    def _signer(
        self, message: dns.message.Message, records: dns.rrset.RRset
    ) -> tuple[Proof, dns.name.Name | None]:
        """The proof, and the zone that gave it. Raises BogusError, _UnansweredError."""
        signatures = message.get_rrset(
            dns.message.ANSWER,
            records.name,
            dns.rdataclass.IN,
            dns.rdatatype.RRSIG,
            records.rdtype,
        )
        if not signatures:
            return Proof.UNSIGNED, None
        failed = False
        for signature in list(signatures)[:_SIGNATURES]:
            assert isinstance(signature, dns.rdtypes.ANY.RRSIG.RRSIG)
            zone = signature.signer
            if not records.name.is_subdomain(zone):
                raise BogusError
            if records.rdtype == dns.rdatatype.DS and zone == records.name:
                raise BogusError  # a zone does not vouch for its own key (RFC 4035 2.4)
            keys = self._keys(zone)
            if keys is None or signature.labels != len(records.name) - 1:
                # From a wildcard: that no closer name is there would have to be proved, too.
                continue
            if self._holds(records, signature, keys):
                return Proof.SECURE, zone
            failed = True
        if failed:
            raise BogusError
        return Proof.UNSIGNED, None

    def _keys(self, zone: dns.name.Name) -> dns.rrset.RRset | None:
        """The proved keys of a zone; None if it is not signed.

        Only what was answered is kept: the silence that one domain met, with its own limits of
        time and questions, is not to make every other one below the same zone unsigned.
        Raises BogusError, _UnansweredError.
        """
        if zone in self._kept:
            return self._kept[zone]
        found = self._look_for_keys(zone)
        self._kept[zone] = found
        return found

    def _look_for_keys(self, zone: dns.name.Name) -> dns.rrset.RRset | None:
        digests = self._digests(zone)
        if digests is None:
            return None
        answer = self._answer(zone, dns.rdatatype.DNSKEY)
        keys = answer.get_rrset(dns.message.ANSWER, zone, dns.rdataclass.IN, dns.rdatatype.DNSKEY)
        if not keys or len(keys) > _KEYS:
            raise BogusError
        trusted = dns.rrset.RRset(zone, dns.rdataclass.IN, dns.rdatatype.DNSKEY)
        known = [
            each
            for each in digests
            if each.digest_type in _DIGESTS and each.algorithm in _ALGORITHMS
        ]
        if not known:
            return None  # nothing that can be checked here: as if unsigned (RFC 4035 5.2)
        for key in keys:
            for each in known:
                kind = _DIGESTS[each.digest_type]
                if dns.dnssec.make_ds(zone, key, kind, validating=True) == each:
                    trusted.add(key)
        signatures = answer.get_rrset(
            dns.message.ANSWER,
            zone,
            dns.rdataclass.IN,
            dns.rdatatype.RRSIG,
            dns.rdatatype.DNSKEY,
        )
        for signature in list(signatures or ())[:_SIGNATURES]:
            if signature.signer == zone and trusted and self._holds(keys, signature, trusted):
                return keys
        raise BogusError

    def _digests(self, zone: dns.name.Name) -> dns.rrset.RRset | None:
        """Proved DS records of a zone; None if its parent has none.

        Raises BogusError, _UnansweredError.
        """
        if zone == dns.name.root:
            return self._root
        answer = self._answer(zone, dns.rdatatype.DS)
        found = answer.get_rrset(dns.message.ANSWER, zone, dns.rdataclass.IN, dns.rdatatype.DS)
        if not found:
            return None
        proof, _ = self._signer(answer, found)
        return found if proof is Proof.SECURE else None

    def _answer(self, zone: dns.name.Name, kind: dns.rdatatype.RdataType) -> dns.message.Message:
        """Raises _UnansweredError for silence and for a fault, which say nothing of the zone."""
        answer = self._ask(zone, kind)
        if answer is None or answer.rcode() not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
            raise _UnansweredError
        return answer

    def _holds(
        self,
        records: dns.rrset.RRset,
        signature: dns.rdtypes.ANY.RRSIG.RRSIG,
        keys: dns.rrset.RRset,
    ) -> bool:
        try:
            dns.dnssec.validate_rrsig(records, signature, {keys.name: keys}, now=self._now())
        except (dns.exception.DNSException, ValueError):
            return False
        return True
