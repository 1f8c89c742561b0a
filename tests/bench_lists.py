"""For `make bench`: a path with a revocation list of 1 MB and of 50 MB, beside NSS.

`prepare` makes everything in a folder; `JOBS` are (name, what `sel` is told, the peer's command).
"""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from sel.core import tlv
from tests import paths

SIZES = {"1": 30_000, "50": 1_500_000}
"""Entries of some 35 octets each; the key of the dictionary is the size in MB."""

JOBS = tuple(
    (
        f"check with a CRL of {size} MB",
        f"--data none check lists-leaf.der --roots lists-root.pem --crl lists-{size}.crl"
        " --no-network --for path --revocation require",
        f"vfychain -d sql:lists-{size} -u 4 lists-leaf.der",
    )
    for size in SIZES
)

_ALGORITHM = bytes.fromhex("300a06082a8648ce3d040302")  # ecdsa-with-SHA256
_STARTS, _ENDS = b"261101000000Z", b"361101000000Z"


def prepare(folder: Path) -> None:
    """Root, person, both lists, and an NSS database that holds root and list of each size."""
    dates = {"starts": paths.datetime(2026, 11, 1, tzinfo=paths.UTC),
             "ends": paths.datetime(2036, 11, 1, tzinfo=paths.UTC)}  # fmt: skip
    root = paths.make("Root", **dates)
    leaf = paths.person(root, serial=(0x5A << 120) + 7, **dates)
    (folder / "lists-root.pem").write_bytes(root.pem)
    (folder / "lists-leaf.der").write_bytes(leaf.der)
    for size, entries in SIZES.items():
        (folder / f"lists-{size}.crl").write_bytes(long_list(root, entries))
        database = folder / f"lists-{size}"
        database.mkdir()
        where = f"sql:{database}"
        for command in (
            ["certutil", "-N", "-d", where, "--empty-password"],
            ["certutil", "-A", "-d", where, "-n", "root", "-t", ",C,", "-a", "-i",
             folder / "lists-root.pem"],
            ["crlutil", "-I", "-d", where, "-t", "1", "-i", folder / f"lists-{size}.crl"],
        ):  # fmt: skip
            subprocess.run(command, capture_output=True, check=True)


def long_list(root: paths.Made, entries: int) -> bytes:
    """A list of that many revoked serial numbers, none of them anybody's, signed by the root."""
    chance = random.Random(1)
    when = tlv.encode(tlv.UTC_TIME, _STARTS)
    listed = b"".join(
        tlv.encode(
            tlv.SEQUENCE,
            tlv.encode(tlv.INTEGER, bytes([chance.randrange(1, 0x50)]) + chance.randbytes(15)),
            when,
        )
        for _ in range(entries)
    )
    signed = tlv.encode(
        tlv.SEQUENCE,
        b"\x02\x01\x01",
        _ALGORITHM,
        root.certificate.subject.public_bytes(Encoding.DER),
        when,
        tlv.encode(tlv.UTC_TIME, _ENDS),
        tlv.encode(tlv.SEQUENCE, listed),
    )
    signature = root.key.sign(signed, ec.ECDSA(hashes.SHA256()))
    return tlv.encode(
        tlv.SEQUENCE, signed, _ALGORITHM, tlv.encode(tlv.BIT_STRING, b"\x00" + signature)
    )
