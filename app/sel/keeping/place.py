"""Where Sêl keeps its data: a folder of one person, on a disk of this computer."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from sel.base.errors import PlaceUnfit
from sel.keeping.folder import default_folder
from sel.keeping.writing import flush_folder

__all__ = ["default_folder", "fit", "made", "mount_type", "on_network"]

# Types as /proc/self/mountinfo names them; a FUSE file system tells its own kind after the dot.
_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "lustre",
    "glusterfs", "gfs2", "ocfs2", "davfs", "orangefs", "beegfs", "gpfs",
    "fuse.sshfs", "fuse.davfs2", "fuse.davfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs",
    "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.smbnetfs", "fuse.curlftpfs",
    "fuse.kio-fuse", "fuse.google-drive-ocamlfuse", "fuse.onedriver", "fuse.mount.cifs",
})  # fmt: skip
_DRIVE_REMOTE = 4  # GetDriveTypeW
_MNT_LOCAL = 0x1000  # statfs, macOS


def fit(folder: Path) -> None:
    """Raise PlaceUnfit if `folder` lies (or would lie) on a network drive.

    SQLite's locks do not hold there, and a key that two computers write to is a key lost.
    The fact `instead` names the local folder to use, "" if there is none.
    """
    if not on_network(folder):
        return
    usual = default_folder()
    instead = "" if on_network(usual) else str(usual)
    raise PlaceUnfit(path=str(folder), instead=instead)


def made(folder: Path) -> None:
    """Make the folder for its owner alone (0700); tighten one that is ours already.

    A folder that holds other things, chosen with --data, keeps its mode: our files in it are
    0600 by themselves. On Windows the profile's rights are inherited. Raises OSError.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in reversed(missing):
        flush_folder(one.parent)  # or a power cut may take the whole folder, with all that is safe
    if sys.platform == "win32":
        return
    state = folder.stat()
    if state.st_mode & 0o077 and state.st_uid == os.getuid() and _ours(folder):
        folder.chmod(0o700)


def _ours(folder: Path) -> bool:
    names = os.listdir(folder)
    return not names or "sel.db" in names


def on_network(folder: Path) -> bool:
    """Whether the folder, or the nearest that exists above it, is on a network drive."""
    real = Path(os.path.realpath(folder))
    while not real.exists() and real != real.parent:
        real = real.parent
    if sys.platform == "win32":
        return _on_network_windows(real)
    if sys.platform == "darwin":
        return _on_network_macos(real)
    return mount_type(real, _mount_table()) in _NETWORK


def _mount_table() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""  # no /proc: nothing is known, and a guess would lock people out


def mount_type(path: Path, table: str) -> str:
    """The type of the file system under `path`, by a mountinfo table (proc(5)); "" if unknown."""
    best, found = -1, ""
    for line in table.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if not separator or len(fields) < 5:
            continue
        point = Path(_unescaped(fields[4]))
        # The last of several mounts on one point covers the others.
        if (path == point or point in path.parents) and len(point.parts) >= best:
            best, found = len(point.parts), after.split(" ")[0]
    return found


def _unescaped(field: str) -> str:
    for code, sign in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        field = field.replace(code, sign)
    return field


if sys.platform == "win32":

    def _on_network_windows(path: Path) -> bool:
        root = ctypes.create_unicode_buffer(1024)
        kernel32 = ctypes.windll.kernel32
        if not kernel32.GetVolumePathNameW(str(path), root, len(root)):
            return str(path).startswith("\\\\")
        return bool(kernel32.GetDriveTypeW(root.value) == _DRIVE_REMOTE)
else:

    def _on_network_windows(path: Path) -> bool:
        raise NotImplementedError


class _StatFs(ctypes.Structure):
    """struct statfs of macOS (sys/mount.h, 64-bit inodes)."""

    _fields_ = [
        ("f_bsize", ctypes.c_uint32),
        ("f_iosize", ctypes.c_int32),
        ("f_counts", ctypes.c_uint64 * 5),
        ("f_fsid", ctypes.c_int32 * 2),
        ("f_owner", ctypes.c_uint32),
        ("f_type", ctypes.c_uint32),
        ("f_flags", ctypes.c_uint32),
        ("f_rest", ctypes.c_char * (4 + 16 + 1024 + 1024 + 32)),
    ]


def _on_network_macos(path: Path) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    # Intel kept the old layout under the plain name.
    name = "statfs$INODE64" if hasattr(library, "statfs$INODE64") else "statfs"
    state = _StatFs()
    if getattr(library, name)(os.fsencode(path), ctypes.byref(state)) != 0:
        return False
    return not state.f_flags & _MNT_LOCAL
