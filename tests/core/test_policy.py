"""Managed settings: what fits is taken, what does not is loud."""

from __future__ import annotations

import base64
import json

import pytest

from sel.base.errors import PolicyBroken
from sel.core import policy
from sel.core.asn1 import armour
from sel.core.policy import Policy
from tests.pilot import pilot


def test_values_are_taken_and_their_origin_remembered() -> None:
    domains = b'["Ysgol-T\xc5\xb7.example"]'
    data = b'{"version": 1, "language": "cy", "pilot": false, "own_domains": ' + domains + b"}"
    read = policy.read(data, origin="x.json")
    assert read == Policy(
        language="cy", own_domains=("xn--ysgol-t-xvb.example",), pilot=False, origin="x.json"
    )


def test_roots_are_read_as_pem_or_base64() -> None:
    root = pilot().root
    for text in (armour("CERTIFICATE", root).decode(), base64.b64encode(root).decode()):
        data = json.dumps({"version": 1, "roots": [text, text]}).encode()
        assert policy.read(data, origin="x").roots == (root,)


def test_unknown_keys_are_reported() -> None:
    assert policy.read(b'{"version": 1, "zz": 1, "a": 2}', origin="x").unknown == ("a", "zz")


@pytest.mark.parametrize(
    "broken",
    [b"", b"[]", b"{}", b'{"version": 2}', b'{"version": true}', b'{"version": 1, "pilot": 1}',
     b'{"version": 1, "own_domains": []}', b'{"version": 1, "own_domains": ["a b"]}',
     b'{"version": 1, "own_domains": "x.example"}', b'{"version": 1, "language": "fr"}',
     b'{"version": 1, "roots": "x"}', b'{"version": 1, "roots": [1]}',
     b'{"version": 1, "roots": ["rubbish"]}', b'{"version": 1, "roots": ["aGVsbG8="]}',
     b"\xff\xfe{}"],
)  # fmt: skip
def test_a_broken_policy_is_never_no_policy(broken: bytes) -> None:
    with pytest.raises(PolicyBroken):
        policy.read(broken, origin="x")
