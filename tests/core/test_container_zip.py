"""ZIP archives: ordinary, odd and hostile ones."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.base.errors import Damaged, MemberEncrypted, MemberUnsupported, TooLarge
from sel.core.container import Budget, Member, zip_archive
from sel.core.limits import LIMITS
from tests.core.container_material import archive


def unpacked(data: bytes, **limits: int) -> list[Member]:
    return list(zip_archive.members(data, Budget(replace(LIMITS, **limits))))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_come_in_order_with_what_systems_leave_behind_left_out(method: int) -> None:
    files = {
        "b.cer": b"two" * 50, "ffolder/": b"", "ffolder/â ŵ.cer": b"one", "a.cer": b"",
        "__MACOSX/._b.cer": b"fork", ".DS_Store": b"x", "x/Thumbs.db": b"x",
    }  # fmt: skip
    assert [(each.name, each.data, each.error) for each in unpacked(archive(files, method))] == [
        ("b.cer", b"two" * 50, None), ("ffolder/â ŵ.cer", b"one", None), ("a.cer", b"", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/etc/passwd", "etc/passwd"),
        ("../../.ssh/authorized_keys", ".ssh/authorized_keys"),
        ("C:\\Windows\\x.dll", "Windows/x.dll"),
        ("C:x", "x"),
        ("..", "1"),
        ("a/./b//c", "a/b/c"),
        ("gpj.\u202ecer", "gpj._cer"),
        ("x\ny", "x_y"),
    ],
)
def test_names_lead_nowhere(name: str, shown: str) -> None:
    assert [each.name for each in unpacked(archive({name: b"x"}))] == [shown]


def test_names_in_utf8_that_do_not_say_so_and_names_of_dos() -> None:
    packed = archive({"aaaa.cer": b"x"})
    assert [each.name for each in unpacked(packed.replace(b"aaaa", "ŵŷ".encode()))] == ["ŵŷ.cer"]
    assert [each.name for each in unpacked(packed.replace(b"aaaa", b"Si\x83n"))] == ["Siân.cer"]


def test_something_before_and_behind_the_archive() -> None:
    packed = archive({"a.cer": b"x" * 100})
    assert unpacked(b"MZ program" * 9 + packed)[0].data == b"x" * 100
    written = io.BytesIO(packed)
    with zipfile.ZipFile(written, "a") as again:
        again.comment = b"Cofion gorau" * 100
    assert unpacked(written.getvalue())[0].data == b"x" * 100


def test_zip64_as_programs_write_it_to_a_pipe() -> None:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("a.cer", "w", force_zip64=True) as member,
    ):
        member.write(b"x" * 3000)
    data = bytearray(written.getvalue())
    # The directory in ZIP64 form: real sizes and place in an extra field, 0xFFFFFFFF before it.
    at = data.rfind(b"PK\x01\x02")
    fields = list(struct.unpack_from("<4s6H3L5H2L", data, at))
    extra = struct.pack("<2H3Q", 1, 24, fields[9], fields[8], fields[16])
    fields[8] = fields[9] = fields[16] = 0xFFFFFFFF
    fields[11] = len(extra)
    entry = struct.pack("<4s6H3L5H2L", *fields) + b"a.cer" + extra
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(entry), at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at + len(entry), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    made = bytes(data[:at]) + entry + end_64 + locator + end
    assert zipfile.ZipFile(io.BytesIO(made)).read("a.cer") == b"x" * 3000
    assert unpacked(made)[0].data == b"x" * 3000


def test_a_wide_end_beside_a_narrow_one_that_would_do() -> None:
    """As Info-ZIP packs what comes through a pipe."""
    packed = archive({"a.cer": b"x" * 100})
    end = packed.rfind(b"PK\x05\x06")
    length, at = struct.unpack_from("<2L", packed, end + 12)
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, length, at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    made = packed[:end] + end_64 + locator + packed[end:]
    assert zipfile.ZipFile(io.BytesIO(made)).read("a.cer") == b"x" * 100
    assert unpacked(made)[0].data == b"x" * 100
    assert unpacked(b"MZ program" * 9 + made)[0].data == b"x" * 100


def test_members_that_cannot_be_unpacked_are_named_and_the_others_come() -> None:
    packed = archive({"one.cer": b"1" * 99, "two.cer": b"2" * 99, "three.cer": b"3" * 99})
    entries = [at for at in range(len(packed)) if packed.startswith(b"PK\x01\x02", at)]
    made = bytearray(packed)
    made[entries[0] + 8] |= 1  # encrypted
    made[entries[1] + 10] = 12  # packed by bzip2
    found = unpacked(bytes(made))
    assert isinstance(found[0].error, MemberEncrypted)
    assert isinstance(found[1].error, MemberUnsupported)
    assert (found[2].data, found[2].error) == (b"3" * 99, None)


def test_a_changed_member_is_damaged() -> None:
    packed = archive({"a.cer": b"certificate", "b.cer": b"other"}, zipfile.ZIP_STORED)
    first, second = unpacked(packed.replace(b"certificate", b"certifikate"))
    assert isinstance(first.error, Damaged)
    assert second.data == b"other"


def test_bombs_are_refused_by_what_they_declare() -> None:
    packed = archive({"bomb": bytes(8_000_000), "a.cer": b"x"})
    bomb, ordinary = unpacked(packed)
    assert (bomb.data, ordinary.data) == (b"", b"x")
    assert bomb.error is not None
    assert bomb.error.what.facts == {"what": "ratio", "limit": 200}
    huge = unpacked(packed, member_bytes=1_000_000)[0].error
    assert huge is not None
    assert huge.what.facts == {"what": "member-bytes", "limit": 1_000_000}


def test_bombs_that_lie_are_refused_by_what_they_become() -> None:
    packed = bytearray(archive({"bomb": bytes(8_000_000)}))
    at = packed.rfind(b"PK\x01\x02")
    packed[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    (bomb,) = unpacked(bytes(packed))
    assert isinstance(bomb.error, Damaged)


def test_everything_together_has_its_limits() -> None:
    packed = archive({f"{number}.cer": b"x" * 1000 for number in range(20)}, zipfile.ZIP_STORED)
    for limits, what in (
        ({"members": 19}, "members"),
        ({"unpacked_bytes": 19_999}, "unpacked-bytes"),
    ):
        with pytest.raises(TooLarge) as refused:
            unpacked(packed, **limits)
        assert refused.value.what.facts["what"] == what
    assert len(unpacked(packed, members=20, unpacked_bytes=20_000)) == 20


def test_one_heap_of_data_under_many_names_counts_every_time() -> None:
    """The better bomb: all entries of the directory point to one member."""
    packed = archive({"a": b"x" * 50_000}, zipfile.ZIP_STORED)
    at = packed.rfind(b"PK\x01\x02")
    end = packed.rfind(b"PK\x05\x06")
    entry = packed[at:end] * 100
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 100, 100, len(entry), at, 0)
    with pytest.raises(TooLarge):
        unpacked(packed[:at] + entry + last, unpacked_bytes=1_000_000)


def test_time_is_a_limit_too() -> None:
    packed = archive({"a": b"x", "b": b"y"})
    seconds = iter((0.0, 500.0))
    members = zip_archive.members(packed, Budget(elapsed=lambda: next(seconds)))
    assert next(members).data == b"x"
    with pytest.raises(TooLarge):
        next(members)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"", archive({"a": b"x"})[:-30]])
def test_what_is_no_archive_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        unpacked(data)


ORDINARY = archive({"a.cer": b"certificate" * 20, "b/c.cer": b"x"})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(ORDINARY) - 1), st.integers(0, 255)), max_size=8))
def test_nothing_surprises_it(changes: list[tuple[int, int]]) -> None:
    made = bytearray(ORDINARY)
    for at, octet in changes:
        made[at] = octet
    with contextlib.suppress(Damaged, TooLarge):
        assert len(unpacked(bytes(made))) <= 2
