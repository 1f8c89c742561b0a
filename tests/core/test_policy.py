"""Managed settings: what fits is taken, what does not is loud."""

from __future__ import annotations

import base64
import json

import pytest

from sel.base.errors import PolicyBroken
from sel.core import policy
from sel.core.asn1 import armour
from sel.core.policy import Policy
from sel.core.policy.merging import merged
from sel.core.policy.reading import Given
from sel.core.policy.schema import SETTINGS, Form
from sel.text import catalog
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


def _given(machine: bool, **values: object) -> Given:
    return Given("machine" if machine else "own", values, machine=machine)


class TestOwnFileBesideTheMachines:
    """`--policy` where the machine has a policy: stricter, or nothing."""

    @pytest.mark.parametrize(
        ("key", "machine", "own", "holds"),
        [
            ("forgets", False, True, True),
            ("forgets", True, False, True),
            ("pilot", True, False, False),
            ("pilot", False, True, False),
            ("passphrase_guesses", 16, 18, 18),
            ("passphrase_guesses", 16, 15, 16),
            ("backup_days", 90, 30, 30),
            ("backup_days", 90, 300, 90),
            ("stores", ("nss", "windows"), ("nss", "macos"), ("nss",)),
            ("roots", (b"a", b"b"), (b"b", b"c"), (b"b",)),
            ("language", "cy", "en", "cy"),
            ("windows_exportable", False, True, False),
        ],
    )
    def test_only_what_is_stricter_counts(
        self, key: str, machine: object, own: object, holds: object
    ) -> None:
        policy = merged((_given(True, **{key: machine}), _given(False, **{key: own})))
        assert getattr(policy, key) == holds
        assert policy.ignored == (() if holds == own else (key,))
        assert policy.origin_of(key) == ("own" if holds != machine else "machine")

    @pytest.mark.parametrize(
        ("key", "own", "holds"),
        [("roots", (b"a",), ()), ("stores", ("nss",), ("nss",)), ("pilot", False, False),
         ("it_keeps_a_copy", True, False), ("language", "cy", None), ("network", False, False)],
    )  # fmt: skip
    def test_what_the_machine_says_nothing_of(self, key: str, own: object, holds: object) -> None:
        policy = merged((_given(True, forgets=True), _given(False, **{key: own})))
        assert getattr(policy, key) == holds
        assert policy.ignored == (() if own == holds else (key,))

    def test_a_machine_that_only_says_what_nobody_knows_has_a_policy(self) -> None:
        machine = Given("machine", {}, ("colour",), machine=True)
        assert merged((machine, _given(False, it_keeps_a_copy=True))).it_keeps_a_copy is False

    def test_alone_it_decides(self) -> None:
        policy = merged((_given(False, it_keeps_a_copy=True, language="cy"),))
        assert (policy.it_keeps_a_copy, policy.language, policy.ignored) == (True, "cy", ())


def test_every_value_has_a_title_and_an_explanation() -> None:
    for each in SETTINGS:
        entry = catalog.find(f"rule.{each.key}")
        assert entry is not None, each.key
        assert entry.hint, each.key
        for option in each.options if each.form is Form.CHOICE or each.key == "stores" else ():
            assert catalog.find(f"rule.{each.key}.{option}") is not None, option


@pytest.mark.parametrize(
    ("key", "wrong"),
    [("helpdesk", "two\nlines"), ("helpdesk", " "), ("helpdesk", "x" * 301),
     ("passphrase_guesses", 13), ("passphrase_guesses", 21), ("passphrase_guesses", True),
     ("backup_days", 6), ("key_kind", "dsa"), ("stores", ["nss", "ie"]),
     ("shared_mailboxes", ["nobody"]), ("pack_signers", ["ab"]), ("authorities", ["[]"]),
     ("ldap_servers", ["http://x.example"]), ("ldap_servers", ["ldaps://"]),
     ("backup_places", ["x", 1])],
)  # fmt: skip
def test_what_does_not_fit_is_refused(key: str, wrong: object) -> None:
    with pytest.raises(PolicyBroken) as caught:
        policy.read(json.dumps({"version": 1, key: wrong}).encode(), origin="x")
    assert caught.value.what.facts["field"] == key


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(PolicyBroken):
        policy.read(b'{"version": 1, "pilot": true, "pilot": false}', origin="x")


def test_a_profile_may_stand_as_an_object() -> None:
    read = policy.read(b'{"version": 1, "authorities": [{"id": "a"}]}', origin="x")
    assert read.authorities == (b'{"id": "a"}',)
