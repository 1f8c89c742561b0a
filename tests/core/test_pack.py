"""School packs: written, signed, read to the letter, and refused for their reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

from sel.base.errors import (
    InputError,
    NotAPack,
    PackAltered,
    PackBroken,
    PackNewer,
    SelError,
    TooLarge,
)
from sel.core import envelope, pack
from sel.core.pack import Pack, Partners
from tests.core import mail_material as material

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SIGNER = material.person("p256", "it.desk")
PACK = Pack(
    id="2f0c1d1e-9a55-4b7c-9c27-2f3f4a5b6c7d",
    number=7,
    name=MappingProxyType({"en": "Ysgol Llŷr", "cy": "Ysgol Llŷr"}),
    issued=NOW,
    expires=NOW.replace(year=2027),
    people=tuple(material.person("p256", f"person{n}").certificate for n in range(3)),
    profiles=(b'{"id":"county","version":1}',),
    partners=Partners(
        MappingProxyType({"en": "Hwb's list", "cy": "Rhestr Hwb"}),
        date(2026, 9, 1),
        ("gov.wales", "llyw.cymru"),
    ),
)


def _sealed(one: Pack = PACK) -> bytes:
    return pack.seal(one, key=SIGNER.key, certificate=SIGNER.certificate, chain=(), when=NOW)


def _signed(content: bytes) -> bytes:
    return envelope.sign(
        content,
        key=SIGNER.key,
        certificate=SIGNER.certificate,
        chain=(),
        when=NOW,
        detached=False,
    )


def test_what_was_put_in_comes_out() -> None:
    found = pack.opened(_sealed())
    assert found.pack == PACK
    assert found.signer == SIGNER.certificate
    bare = replace(PACK, people=(), profiles=(), partners=None)
    assert pack.opened(_sealed(bare)).pack == bare


def test_the_same_pack_is_the_same_bytes() -> None:
    assert pack.written(PACK) == pack.written(pack.read(pack.written(PACK)))


def test_no_bit_can_be_changed() -> None:
    """Every changed bit of the content is found; elsewhere nothing but the same pack comes out."""
    data = _sealed()
    content = pack.written(PACK)
    start = data.index(content)
    for at in range(0, len(data), 7):
        changed = bytearray(data)
        changed[at] ^= 1 << (at % 8)
        try:
            found = pack.opened(bytes(changed))
        except SelError:
            continue
        assert not start <= at < start + len(content)
        assert found.pack == PACK


def test_without_a_signature_it_is_no_pack_to_use() -> None:
    from sel.flows.exports import certificates_only

    with pytest.raises(NotAPack):
        pack.opened(pack.written(PACK))
    with pytest.raises(NotAPack):
        pack.opened(certificates_only((SIGNER.certificate,)))
    with pytest.raises(NotAPack):
        pack.opened(_signed(b"{}"))
    with pytest.raises(NotAPack):
        pack.opened(b"\x30\x80rubbish")


def test_a_signature_of_somebody_elses_making() -> None:
    """A key that is not that of the certificate named in the message."""
    other = material.person("p256", "other")
    data = _sealed().replace(SIGNER.certificate, other.certificate)
    with pytest.raises(InputError):
        pack.opened(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sel-pack", 0),
        ("sel-pack", True),
        ("sel-pack", "1"),
        ("id", "2F0C1D1E-9A55-4B7C-9C27-2F3F4A5B6C7D"),
        ("id", "seven"),
        ("id", 7),
        ("number", 0),
        ("number", -1),
        ("number", 1.0),
        ("number", True),
        ("number", 2**53),
        ("name", "Ysgol"),
        ("name", {"en": "Ysgol"}),
        ("name", {"en": "Ysgol", "cy": " "}),
        ("name", {"en": "Ysgol", "cy": "Y" * 201}),
        ("issued", "2026-11-24"),
        ("issued", "2026-13-24T09:00:00Z"),
        ("issued", 5),
        ("expires", "2026-11-24T09:00:00Z"),
        ("people", {}),
        ("people", ["TUlJQg=="]),
        ("people", [5]),
        ("authorities", ["county"]),
        ("authorities", None),
        ("partners", {}),
        ("partners", []),
    ],
)
def test_its_form_is_read_to_the_letter(field: str, value: object) -> None:
    shape = json.loads(pack.written(PACK))
    with pytest.raises(PackBroken) as caught:
        pack.read(json.dumps(shape | {field: value}).encode())
    assert caught.value.what.facts["entry"] == field


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("dated", "1 September", "dated"),
        ("dated", None, "dated"),
        ("domains", ["Gov.Wales"], "domains"),
        ("domains", ["gov.wales", "gov.wales"], "domains"),
        ("domains", ["'; Remove-Item"], "domains"),
        ("domains", [None], "domains"),
        ("source", "Hwb", "source"),
    ],
)
def test_so_are_its_partner_domains(field: str, value: object, said: str) -> None:
    shape = json.loads(pack.written(PACK))
    shape["partners"][field] = value
    with pytest.raises(PackBroken) as caught:
        pack.read(json.dumps(shape).encode())
    assert caught.value.what.facts["entry"] == said


@pytest.mark.parametrize("more", [{"trust_me": True}, {"roots": []}, {"checked": []}])
def test_there_is_no_room_for_anything_else(more: dict[str, object]) -> None:
    """Nothing that would add a root, mark anybody checked or weaken a policy."""
    shape = json.loads(pack.written(PACK)) | more
    with pytest.raises(PackBroken):
        pack.read(json.dumps(shape).encode())


def test_one_name_twice_is_refused() -> None:
    twice = pack.written(PACK).replace(b'"number":7', b'"number":7,"number":8')
    with pytest.raises(PackBroken):
        pack.read(twice)


def test_no_json_at_all() -> None:
    for content in (b"", b"[]", b"\xff\xfe", b"[" * 200_000, b'{"sel-pack":NaN}'):
        with pytest.raises(PackBroken):
            pack.read(content)


def test_a_later_form_is_named() -> None:
    shape = json.loads(pack.written(PACK)) | {"sel-pack": 2, "new": 1}
    with pytest.raises(PackNewer):
        pack.read(json.dumps(shape).encode())


def test_the_same_certificate_twice_is_refused() -> None:
    shape = json.loads(pack.written(PACK))
    shape["people"] *= 2
    with pytest.raises(PackBroken):
        pack.read(json.dumps(shape).encode())


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.core.pack.reading.MAX_BYTES", 100)
    with pytest.raises(TooLarge):
        pack.opened(_sealed())
    monkeypatch.setattr("sel.core.pack.reading.MAX_DOMAINS", 1)
    with pytest.raises(TooLarge):
        pack.read(pack.written(PACK))


def test_two_signatures_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    one = envelope.verify(_sealed())
    monkeypatch.setattr("sel.core.pack.reading.envelope.verify", lambda data: one * 2)
    with pytest.raises(PackAltered):
        pack.opened(_sealed())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", {"en": "Ysgol \u202egro.lava", "cy": "Ysgol"}),
        ("name", {"en": "Ysgol\x1b[2J", "cy": "Ysgol"}),
        ("name", {"en": "half a letter \ud800", "cy": "Ysgol"}),
        ("authorities", [{"id": "half a letter \udc00"}]),
        ("issued", "\u0662\u0660\u0662\u0666-11-24T09:00:00Z"),
        ("partners", {"source": {"en": "Hwb", "cy": "Hwb"}, "dated": "20260901", "domains": []}),
    ],
)
def test_text_that_lies_and_dates_of_other_forms(field: str, value: object) -> None:
    shape = json.loads(pack.written(PACK)) | {field: value}
    with pytest.raises(PackBroken) as caught:
        pack.opened(_signed(json.dumps(shape).encode()))
    assert caught.value.what.facts["entry"] == ("dated" if field == "partners" else field)
