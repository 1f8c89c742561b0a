"""Certificate policies along a path: RFC 5280 6.1, with the graph of RFC 9618.

The tree of RFC 5280 grows exponentially for hostile chains; RFC 9618 keeps one node a policy and
depth, with all its parents, and comes to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged
from sel.core import tlv
from sel.core.chain import link
from sel.core.chain.link import Link

ANY: Final = "2.5.29.32.0"
_MOST: Final = 256


@dataclass(slots=True)
class _Node:
    """A valid policy at one depth. expected: what the next certificate may say instead."""

    expected: set[str]
    parents: set[str]


class Policies:
    """The state of policy processing, one certificate after the other."""

    def __init__(self, length: int, *, explicit: bool, no_mapping: bool, no_any: bool) -> None:
        self._depths: list[dict[str, _Node]] = [{ANY: _Node({ANY}, set())}]
        self._explicit = 0 if explicit else length + 1
        self._mapping = 0 if no_mapping else length + 1
        self._any = 0 if no_any else length + 1

    def take(self, each: Link, *, last: bool) -> str | None:
        """One certificate, from the anchor's side; the reason why not, or None.

        Raises Damaged for extensions that cannot be read.
        """
        held = _read_policies(each.value(link.POLICIES))
        self._descend(held, each, last=last)
        if self._explicit <= 0 and not self._depths[-1]:
            return "policy"
        mappings = _read_mappings(each.value(link.MAPPINGS))
        if not last:
            if any(ANY in pair for pair in mappings):
                return "policy-mapping"
            self._map(mappings)
            if not each.self_issued:
                self._explicit = max(self._explicit - 1, 0)
                self._mapping = max(self._mapping - 1, 0)
                self._any = max(self._any - 1, 0)
            self._constrain(each)
            return None
        self._explicit = max(self._explicit - 1, 0)
        if _constraints(each.value(link.POLICY_CONSTRAINTS)).get(0x80) == 0:
            self._explicit = 0
        return None

    def holds(self, wanted: frozenset[str] | None) -> bool:
        """The outcome after the last certificate (RFC 5280 6.1.5 g); None: any policy will do."""
        return self._explicit > 0 or bool(self._remaining(wanted))

    def _remaining(self, wanted: frozenset[str] | None) -> set[str]:
        if not self._depths[-1]:
            return set()
        # A policy of the authorities is a node whose only parent is anyPolicy (RFC 9618 5.5).
        found: set[str] = set()
        reached = set(self._depths[-1])
        for depth in range(len(self._depths) - 1, 0, -1):
            nodes = self._depths[depth]
            found |= {p for p in reached if ANY in nodes[p].parents and p != ANY}
            if depth == len(self._depths) - 1 and ANY in reached:
                found.add(ANY)
            reached = {parent for p in reached for parent in nodes[p].parents}
        if wanted is None:
            return found
        return set(wanted) if ANY in found else found & wanted

    def _descend(self, held: frozenset[str] | None, each: Link, *, last: bool) -> None:
        above = self._depths[-1]
        nodes: dict[str, _Node] = {}
        if held is not None and above:
            for policy in held - {ANY}:
                parents = {name for name, node in above.items() if policy in node.expected}
                if not parents and ANY in above:
                    parents = {ANY}
                if parents:
                    nodes[policy] = _Node({policy}, parents)
            if ANY in held and (self._any > 0 or (not last and each.self_issued)):
                for name, node in above.items():
                    for policy in node.expected - set(nodes):
                        nodes[policy] = _Node({policy}, {name})
                    for policy in node.expected & set(nodes):
                        nodes[policy].parents.add(name)
        if sum(map(len, self._depths)) + len(nodes) > _MOST * 16:
            raise Damaged(detail="policies")
        self._depths.append(nodes)

    def _map(self, mappings: tuple[tuple[str, str], ...]) -> None:
        nodes = self._depths[-1]
        to: dict[str, set[str]] = {}
        for issuer, subject in mappings:
            to.setdefault(issuer, set()).add(subject)
        for policy, others in to.items():
            if self._mapping > 0:
                if policy in nodes:
                    nodes[policy].expected = set(others)
                elif ANY in nodes:
                    nodes[policy] = _Node(set(others), {ANY})
            else:
                nodes.pop(policy, None)

    def _constrain(self, each: Link) -> None:
        found = _constraints(each.value(link.POLICY_CONSTRAINTS))
        self._explicit = min(self._explicit, found.get(0x80, self._explicit))
        self._mapping = min(self._mapping, found.get(0x81, self._mapping))
        inhibit = each.value(link.INHIBIT_ANY)
        if inhibit is not None:
            self._any = min(self._any, _natural(tlv.whole(inhibit, tlv.INTEGER).content(inhibit)))


def _read_policies(value: bytes | None) -> frozenset[str] | None:
    if value is None:
        return None
    found = set()
    for each in tlv.inside(value):
        oid = next(tlv.children(value, tlv.expect(each, tlv.SEQUENCE)), None)
        if oid is None:
            raise Damaged(detail="policy")
        found.add(tlv.oid(tlv.expect(oid, tlv.OID).content(value)))
    if len(found) > _MOST:
        raise Damaged(detail="policies")
    return frozenset(found)


def _read_mappings(value: bytes | None) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    found = []
    for each in tlv.inside(value):
        pair = list(tlv.children(value, tlv.expect(each, tlv.SEQUENCE)))
        if len(pair) != 2:
            raise Damaged(detail="policy mapping")
        one, other = (tlv.oid(tlv.expect(p, tlv.OID).content(value)) for p in pair)
        found.append((one, other))
    if len(found) > _MOST:
        raise Damaged(detail="policy mappings")
    return tuple(found)


def _constraints(value: bytes | None) -> Mapping[int, int]:
    """requireExplicitPolicy [0] and inhibitPolicyMapping [1], by tag."""
    if value is None:
        return {}
    return {each.tag: _natural(each.content(value)) for each in tlv.inside(value)}


def _natural(content: bytes) -> int:
    number = tlv.integer(content)
    if number < 0:
        raise Damaged(detail="negative count")
    return number
