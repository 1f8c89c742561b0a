"""Whom one can encrypt to, with which certificate, and why: pure, from columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.core.people import (
    Mark,
    PathState,
    Person,
    PersonCertificate,
    Standing,
    Why,
    eligibility,
    established,
)
from sel.core.people.folding import folded

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SAID = Mark(NOW, "by telephone", holds=True)
CLAIMED = Mark(NOW, "by telephone", holds=False)


def one(
    name: str = "a",
    *,
    key: str | None = None,
    starts: int = -10,
    ends: int = 100,
    met: int = -5,
    **more: object,
) -> PersonCertificate:
    """A certificate; days from now."""
    made = PersonCertificate(
        sha256=name.encode() * 32,
        spki_sha256=(key or name).encode() * 32,
        not_before=NOW + starts * DAY,
        not_after=NOW + ends * DAY,
        algorithm="rsa",
        encrypts=True,
        matches=True,
        met=NOW + met * DAY,
        source=f"{name}.cer",
        announced_by=None,
        path=PathState.TRUSTED,
        judged=NOW,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


def judged(*held: PersonCertificate):
    return eligibility(Person("sian@school.example", "Siân", "", held), NOW)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (one(), Standing.READY),
        (one(ends=-1), Standing.EXPIRED),
        (one(starts=1), Standing.NOT_YET),
        (one(encrypts=False), Standing.CANNOT),
        (one(matches=False), Standing.ADDRESS),
        (one(path=PathState.UNKNOWN), Standing.PATH),
        (one(path=PathState.REVOKED), Standing.REVOKED),
        (one(path=PathState.WEAK), Standing.WEAK),
        (one(path=PathState.UNKNOWN, trusted=SAID), Standing.READY),
        (one(path=PathState.UNKNOWN, trusted=CLAIMED), Standing.PATH),
        (one(path=PathState.WEAK, trusted=SAID), Standing.WEAK),
        (one(path=PathState.REVOKED, trusted=SAID), Standing.REVOKED),
        (one(ends=-1, path=PathState.REVOKED), Standing.REVOKED),
    ],
)
def test_one_certificate(held: PersonCertificate, expected: Standing) -> None:
    answer = judged(held)
    assert answer.reason is expected
    assert (answer.use is not None) == (expected is Standing.READY)
    assert answer.about == held


def test_nobody() -> None:
    assert judged().reason is Standing.NOBODY


def test_another_key_waits_and_the_old_one_stays_in_use() -> None:
    old, new = one("a"), one("b", starts=-1, met=-1)
    answer = judged(old, new)
    assert (answer.reason, answer.use, answer.changes) == (Standing.READY, old, (new,))


def test_another_key_waits_even_when_the_old_one_has_ended() -> None:
    new = one("b", starts=-1, met=-1)
    answer = judged(one("a", ends=-2), new)
    assert (answer.reason, answer.use, answer.about) == (Standing.CHANGE, None, new)


def test_a_confirmed_key_is_used_and_one_only_claimed_to_be_is_not() -> None:
    old, new = one("a"), one("b", starts=-1, met=-1)
    assert judged(old, replace(new, confirmed=SAID)).use == replace(new, confirmed=SAID)
    assert judged(old, replace(new, confirmed=CLAIMED)).use == old


def test_a_renewal_with_the_same_key_is_no_change() -> None:
    renewed = one("b", key="a", starts=-1, met=-1)
    answer = judged(one("a"), renewed)
    assert (answer.use, answer.why, answer.changes) == (renewed, Why.NEWEST, ())


def test_being_announced_or_checked_confirms_nothing() -> None:
    new = one("b", starts=-1, met=-1, announced_by=b"a" * 32, checked=SAID)
    assert judged(one("a"), new).changes == (new,)


def test_of_two_keys_met_together_the_one_in_use_first_is_the_persons() -> None:
    first, second = one("a", starts=-30), one("b", starts=-1)
    assert judged(second, first).use == first
    assert judged(second, first).changes == (second,)


def test_met_together_what_had_ended_is_history_and_no_key_to_keep_to() -> None:
    answer = judged(one("a", starts=-400, ends=-20), one("b", starts=-25))
    assert answer.reason is Standing.READY


def test_a_signing_certificate_met_with_one_for_encryption_does_not_stand_in_its_way() -> None:
    signing = one("a", starts=-30, encrypts=False)
    answer = judged(signing, one("b"))
    assert answer.reason is Standing.READY


def test_what_ended_after_it_was_met_still_is_the_key_to_keep_to() -> None:
    """Established by the time of meeting, not by today: nothing changes by waiting."""
    held = (one("a", starts=-30, ends=-1), one("b", starts=-20))
    assert established(held) == {b"a" * 32}
    assert judged(*held).reason is Standing.CHANGE


certificates = st.builds(
    one,
    st.sampled_from("abcdef"),
    key=st.sampled_from("xyz"),
    starts=st.integers(-50, 50),
    ends=st.integers(-40, 90),
    met=st.integers(-9, 0),
    encrypts=st.booleans(),
    matches=st.booleans(),
    path=st.sampled_from(PathState),
    trusted=st.sampled_from([None, SAID, CLAIMED]),
    confirmed=st.sampled_from([None, SAID, CLAIMED]),
)


@given(st.lists(certificates, max_size=6, unique_by=lambda each: each.sha256), st.randoms())
def test_the_order_they_are_listed_in_does_not_matter(held, chance) -> None:
    mixed = list(held)
    chance.shuffle(mixed)
    assert judged(*held).use == judged(*mixed).use
    assert judged(*held).reason == judged(*mixed).reason


@given(st.lists(certificates, max_size=6, unique_by=lambda each: each.sha256))
def test_what_is_used_is_never_less_than_it_has_to_be(held) -> None:
    use = judged(*held).use
    if use is not None:
        assert use.encrypts
        assert use.matches
        assert use.not_before <= NOW <= use.not_after
        assert use.path is PathState.TRUSTED or use.trusted == SAID
        assert use.path not in {PathState.REVOKED, PathState.WEAK}


@given(
    st.lists(certificates, min_size=1, max_size=5, unique_by=lambda each: each.sha256),
    st.integers(-50, 50),
)
def test_whoever_comes_later_with_another_key_is_never_used_unconfirmed(held, starts) -> None:
    late = one("z", key="new", met=1, starts=starts, ends=99)
    assert judged(*held, late).use == judged(*held).use or not any(e.matches for e in held)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Siân", "sian"), ("GWENLLÏAN", "gwenllian"), ("ŵŷ", "wy"), ("ﬁ Straße", "fi strasse")],
)
def test_text_is_folded(text: str, expected: str) -> None:
    assert folded(text) == expected
