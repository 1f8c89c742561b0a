"""Which text is a mail address, and which two are one mailbox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.base.errors import BadAddress
from sel.core import address


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("sian.llyr@school.example", "sian.llyr@school.example"),
        ("  Sian@School.EXAMPLE. ", "Sian@school.example"),
        ("siân@ysgol-tŷ.example", "siân@xn--ysgol-t-xvb.example"),
        ("a+b@x.example", "a+b@x.example"),
        ("o'neill@x.example", "o'neill@x.example"),
    ],
)
def test_an_address_has_one_spelling(given_text: str, kept: str) -> None:
    assert address.normal(given_text) == kept


@pytest.mark.parametrize(
    "wrong",
    ["", "sian", "@school.example", "sian@", "sian@school", "a b@x.example", ".a@x.example",
     "a..b@x.example", '"a b"@x.example', "a@[127.0.0.1]", "a@x_y.example", "a@-x.example",
     f"{'a' * 65}@x.example", "a@x.example\nBcc: b@x.example", "a\x85b@x.example",
     "a<b@x.example", "a@x..example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(BadAddress):
        address.normal(wrong)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sian@school.example", "sian@SCHOOL.example", True),
        ("sian@school.example", "sian@school.example.", True),
        ("siân@school.example", "sian@school.example", False),
        ("SIÂN@school.example", "siân@school.example", False),
        ("a@ysgol-tŷ.example", "a@xn--ysgol-t-xvb.example", True),
        ("sian@school.example", "sian@sub.school.example", False),
        ("sian@school.example", "sian@school.example.evil.example", False),
    ],
)
def test_the_same_mailbox(one: str, other: str, same: bool) -> None:
    assert address.same_mailbox(one, other) is same


def test_a_domain_is_shown_with_its_own_letters() -> None:
    assert address.display("a@xn--ysgol-t-xvb.example") == "a@ysgol-tŷ.example"
    assert address.display("no address") == "no address"


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        kept = address.normal(text)
    except BadAddress:
        return
    assert address.normal(kept) == kept
    assert address.same_mailbox(text, kept)
