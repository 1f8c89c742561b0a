"""A database on a full disk, or on one that can only be read: refused in words, left as it was."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sel.base.errors import DiskFull, SelError, StoreUnavailable
from sel.ports.store import Which
from sel.stores.nss import NssKind
from tests.contract.material import rows
from tests.contract.store_contract import Cast, bundle, cast, digest, digests
from tests.keeping.volumes import small_volume

__all__ = ["cast"]


@pytest.fixture
def folder(empty_database: Path, tmp_path: Path) -> Iterator[Path]:
    """On a small disk of its own."""
    with small_volume(tmp_path / "disk", kilobytes=1024) as disk:
        yield shutil.copytree(empty_database, disk / "nss")


def install(kind: NssKind, folder: Path, cast: Cast) -> None:
    spec = kind.spec(f"nss:{folder}")
    assert spec is not None
    store = kind.open(spec, None)
    try:
        store.install(bundle(cast.sian))
    finally:
        store.close()


def held(kind: NssKind, folder: Path) -> list[bytes]:
    spec = kind.spec(f"nss:{folder}")
    assert spec is not None
    store = kind.open(spec, None)
    try:
        return digests(store, Which.MINE)
    finally:
        store.close()


def test_a_full_disk_wherever_it_ends(kind: NssKind, folder: Path, cast: Cast) -> None:
    """Room for nothing, or for the copies and no more."""
    before = rows(folder)
    copies = sum((folder / name).stat().st_size for name in ("cert9.db", "key4.db"))
    for left in (0, copies + 8192):
        filler = folder.parent / "filler"
        filler.write_bytes(bytes(max(0, shutil.disk_usage(folder).free - left)))
        with pytest.raises(SelError) as hit:
            install(kind, folder, cast)
        assert hit.value.code in {"disk-full", "store-unavailable"}, left
        if not left:
            assert isinstance(hit.value, DiskFull)
        filler.unlink()
        assert held(kind, folder) == [], left
        assert rows(folder) == before, left
    install(kind, folder, cast)
    assert held(kind, folder) == [digest(cast.sian)]


def test_a_disk_that_is_only_read(kind: NssKind, folder: Path, cast: Cast) -> None:
    before = rows(folder)
    subprocess.run(["mount", "-o", "remount,ro", folder.parent], check=True)
    with pytest.raises(StoreUnavailable) as hit:
        install(kind, folder, cast)
    assert hit.value.what.facts["reason"] in {"not-writable", "unreadable"}
    assert rows(folder) == before
    subprocess.run(["mount", "-o", "remount,rw", folder.parent], check=True)
    install(kind, folder, cast)
    assert held(kind, folder) == [digest(cast.sian)]
