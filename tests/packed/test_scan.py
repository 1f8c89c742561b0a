"""What may not be in a package is found, wherever it hides; what may be there is let through."""

from __future__ import annotations

import base64
import importlib.util
import io
import marshal
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.packed.scripts import script

scan = script("scan.py")
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
PKCS8 = serialization.PrivateFormat.PKCS8
OLD = serialization.PrivateFormat.TraditionalOpenSSL
OPEN = serialization.NoEncryption()
SEALED = serialization.BestAvailableEncryption(b"castell")
EC = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 1024)
HOME = "/home/sian/checkout"


def program(modules: Mapping[str, bytes]) -> bytes:
    """An executable with modules as PyInstaller puts them in."""
    body = io.BytesIO()
    body.write(b"PYZ\0" + importlib.util.MAGIC_NUMBER + bytes(4))
    listed = []
    for name, code in modules.items():
        packed = zlib.compress(code)
        listed.append((name, (0, body.tell(), len(packed))))
        body.write(packed)
    place = body.tell()
    body.write(marshal.dumps(listed))
    archive = body.getvalue()
    return b"MZ" + bytes(500) + archive[:8] + struct.pack(">I", place) + archive[12:] + b"MEI"


def zipped(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def found(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [fault.rpartition(": ")[2] for fault in scan.scan(folder, [HOME])]


EC_PEM = EC.private_bytes(PEM, PKCS8, OPEN)
FAULTS = {
    "a DLL of Wine": ("of Wine", "odbc32.dll", b"MZ" + bytes(62) + b"Wine builtin DLL\0"),
    "a placeholder": ("of Wine", "a/b.dll", b"MZ" + bytes(62) + b"Wine placeholder DLL\0"),
    "a stand-in": ("of Wine", "_internal/ICUUC.dll", b"MZ"),
    "a test": ("a test", "_internal/sel/tests/test_book.pyc", b""),
    "a test's module": ("a test", "Sel.exe", program({"keyring.testing": b"", "ldap3.test": b""})),
    "a test of our own": ("a test", "Sel.exe", program({"sel.tests.book_test": b""})),
    "conftest": ("a test", "Sel.exe", program({"sel": b"", "tests.conftest": b""})),
    "a path": ("a path of the builder's", "x.pyc", f"{HOME}/app/sel/x.py".encode()),
    "a path in a module": (
        "a path of the builder's", "sel.com", program({"sel.x": HOME.encode() + b"/x.py"})
    ),
    "a path as Wine says it": (
        "a path of the builder's", "x.dll", "Z:\\home\\sian\\checkout\\x".encode("utf-16-le")
    ),
    "PEM": ("a private key", "LICENCE", b"text\n" + EC_PEM),
    "PEM in a module": ("a private key", "Sel.exe", program({"sel.x": EC_PEM})),
    "PEM of OpenSSL's": ("a private key", "x.txt", RSA.private_bytes(PEM, OLD, OPEN)),
    "PEM with a passphrase": ("a private key", "x.txt", RSA.private_bytes(PEM, PKCS8, SEALED)),
    "PEM in a zip": ("a private key", "library.zip", zipped("x.py", EC_PEM)),
    "DER of RSA": ("a private key", "x.bin", b"..." + RSA.private_bytes(DER, PKCS8, OPEN)),
    "DER of EC": ("a private key", "x.bin", b"..." + EC.private_bytes(DER, PKCS8, OPEN)),
    "a PKCS#12": ("a private key", "sian.p12", b"0"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_it_is_found(case: str, tmp_path: Path) -> None:
    fault, name, data = FAULTS[case]
    assert found(tmp_path, {"LICENCE": b"MIT", name: data}) == [fault]


def test_what_a_program_holds_is_let_through(tmp_path: Path) -> None:
    marker = b"-----BEGIN PRIVATE KEY-----"  # a program that reads keys knows how they begin
    public = base64.b64encode(
        EC.public_key().public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert not found(
        tmp_path,
        {
            "Sel.exe": program(
                {"sel.core.asn1": marker + b"\n---", "sel.ui.pages.testing": b"",
                 "sel.text.word_test": b"", "x.key": b""}
            ),
            "_internal/sel/_data/resources/words/en.txt": b"contest\nlatest\n" + public,
            "_internal/latest.dll": b"MZ",
        },
    )  # fmt: skip


def test_an_honest_tree_ends_well_and_another_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sel").write_bytes(program({"sel": b""}))
    monkeypatch.setattr("sys.argv", ["scan", str(tmp_path)])
    assert scan.main() == 0
    (tmp_path / "keys.p12").write_bytes(b"0")
    assert scan.main() == 1
    assert "keys.p12: a private key" in capsys.readouterr().err
    monkeypatch.setattr("sys.argv", ["scan", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit):
        scan.main()
