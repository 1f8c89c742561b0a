"""Where the data folder may be."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sel.base.errors import PlaceUnfit
from sel.base.message import Message
from sel.keeping import place
from tests.keeping.material import open_plain

TABLE = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home rw shared:2 - nfs4 server:/home rw,vers=4.2
31 30 0:41 / /home/sian/local rw - ext4 /dev/sdb1 rw
32 22 0:42 / /mnt/with\040space rw master:3 - cifs //server/share rw
33 22 0:43 / /mnt/ssh rw - fuse.sshfs sian@server: rw
34 22 0:44 / /mnt/covered rw - nfs4 server:/x rw
35 34 0:45 / /mnt/covered rw - tmpfs tmpfs rw
36 22 0:46 / /home2 rw - btrfs /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "ext4"),
        ("/var/lib", "ext4"),
        ("/home/sian/.local/share/Sel", "nfs4"),
        ("/home/sian/local/Sel", "ext4"),
        ("/home/sian/locally", "nfs4"),
        ("/home2/x", "btrfs"),
        ("/mnt/with space/Sel", "cifs"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/covered/x", "tmpfs"),
    ],
)
def test_the_mount_under_a_path(path: str, kind: str) -> None:
    assert place.mount_type(Path(path), TABLE) == kind


def test_an_unknown_table_refuses_nobody() -> None:
    assert place.mount_type(Path("/home"), "") == ""
    assert place.mount_type(Path("/home"), "rubbish\n - \n") == ""


def test_this_folder_is_on_a_local_disk(tmp_path: Path) -> None:
    assert not place.on_network(tmp_path / "not" / "there" / "yet")


def mounted(monkeypatch: pytest.MonkeyPatch, *network: Path) -> None:
    """As if a server's folder were mounted at these places."""
    lines = "".join(f"9 1 0:9 / {folder} rw - nfs4 server:/x rw\n" for folder in network)
    monkeypatch.setattr(place, "_mount_table", lambda: f"1 0 8:1 / / rw - ext4 /dev/a rw\n{lines}")


def test_a_network_drive_is_refused_and_the_usual_place_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted(monkeypatch, tmp_path)
    book = open_plain(tmp_path / "data")
    assert not book.keys(), "reading makes nothing"
    with pytest.raises(PlaceUnfit) as hit:
        book.note(Message("looked"))
    assert hit.value.what.facts == {
        "path": str(tmp_path / "data"),
        "instead": str(place.default_folder()),
    }
    assert not (tmp_path / "data").exists()


def test_where_the_usual_place_is_on_the_network_too_none_is_offered(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted(monkeypatch, tmp_path, home)
    with pytest.raises(PlaceUnfit) as hit:
        place.fit(tmp_path)
    assert hit.value.what.facts["instead"] == ""


def test_a_link_to_a_network_drive_is_seen_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "server")
    mounted(monkeypatch, tmp_path / "server")
    assert place.on_network(tmp_path / "data" / "Sel")
    assert not place.on_network(tmp_path)


def test_the_default_folder_is_of_this_person(home: Path) -> None:
    assert home in place.default_folder().parents


def test_folders_are_made_and_tightened_but_not_other_peoples(tmp_path: Path) -> None:
    ours, shared = tmp_path / "a" / "b", tmp_path / "shared"
    place.made(ours)
    assert stat.S_IMODE(ours.stat().st_mode) == 0o700
    ours.chmod(0o755)
    (ours / "sel.db").touch()
    place.made(ours)
    assert stat.S_IMODE(ours.stat().st_mode) == 0o700
    shared.mkdir(mode=0o755)
    shared.chmod(0o755)
    (shared / "letter.txt").touch()
    place.made(shared)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
