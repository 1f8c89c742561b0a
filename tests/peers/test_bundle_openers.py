"""What is said about who opens a file, asked of the programs themselves."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sel.core.bundle import openers, outline
from tests.core.pfx_material import PASSPHRASE, openssl_p12, person, run

FILES = {
    "modern": (),
    "legacy": ("-legacy",),
    "3des": ("-legacy", "-descert"),
    "3des, sha-256": ("-legacy", "-descert", "-macalg", "sha256"),
    "rc2-40": ("-legacy", "-certpbe", "PBE-SHA1-RC2-40", "-keypbe", "PBE-SHA1-RC2-40"),
    "rc4": ("-legacy", "-certpbe", "PBE-SHA1-RC4-128", "-keypbe", "PBE-SHA1-RC4-40"),
    "2des": ("-legacy", "-certpbe", "PBE-SHA1-2DES", "-keypbe", "PBE-SHA1-2DES"),
    "pkcs#5": ("-legacy", "-certpbe", "PBE-SHA1-RC2-64", "-keypbe", "PBE-MD5-DES"),
    "aes-192": ("-certpbe", "AES-192-CBC", "-keypbe", "AES-192-CBC"),
    "3des in pbes2": ("-certpbe", "DES-EDE3-CBC", "-keypbe", "DES-EDE3-CBC"),
    "camellia": ("-certpbe", "CAMELLIA-256-CBC", "-keypbe", "CAMELLIA-256-CBC"),
    "seed": ("-legacy", "-certpbe", "SEED-CBC", "-keypbe", "SEED-CBC"),
    "rc2 in pbes2": ("-legacy", "-certpbe", "RC2-CBC", "-keypbe", "RC2-CBC"),
    "no mac": ("-nomac",),
    "nothing sealed": ("-certpbe", "NONE", "-keypbe", "NONE"),
    "md5": ("-macalg", "md5"),
    "sha-512": ("-macalg", "sha512"),
    "sha-512/256": ("-macalg", "sha512-256"),
    "sha3-256": ("-macalg", "sha3-256"),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file of each kind, 0.p12, 1.p12 …, and an NSS database."""
    folder = tmp_path_factory.mktemp("openers")
    who = person("x", "rsa-2048")
    for number, options in enumerate(FILES.values()):
        (folder / f"{number}.p12").write_bytes(openssl_p12(folder, who, *options))
    run("certutil", "-N", "-d", "sql:.", "--empty-password", folder=folder)
    return folder


def succeeds(folder: Path, *command: str) -> bool:
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def openssl(folder: Path, file: str) -> bool:
    return succeeds(
        folder, "openssl", "pkcs12", "-in", file, "-nodes", "-passin", f"pass:{PASSPHRASE}"
    )


def nss(folder: Path, file: str) -> bool:
    return succeeds(folder, "pk12util", "-i", file, "-d", "sql:.", "-W", PASSPHRASE, "-K", "")


def java(folder: Path, file: str) -> bool:
    return succeeds(
        *(folder, "keytool", "-J-XX:TieredStopAtLevel=1", "-certreq", "-alias", "x"),
        *("-keystore", file, "-storetype", "PKCS12", "-storepass", PASSPHRASE),
    )


ORDINARY = {"modern", "3des", "3des, sha-256", "sha-512"}
FOR_JAVA = ["modern", "rc2-40", "2des", "aes-192", "3des in pbes2", "no mac", "nothing sealed"]
"""Fewer, for a keytool takes a second to start."""

PROGRAMS: dict[str, tuple[Callable[[Path, str], bool], set[str], list[str]]] = {
    "openssl": (openssl, {"needs-openssl-legacy", "closed-to-old-openssl"}, list(FILES)),
    "nss": (nss, {"closed-to-thunderbird"}, list(FILES)),
    "java": (java, {"closed-to-java"}, FOR_JAVA),
}


@pytest.mark.parametrize(("opens", "codes", "names"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_who_does_not_open_a_file_is_said_beforehand(
    files: Path, opens: Callable[[Path, str], bool], codes: set[str], names: list[str]
) -> None:
    paths = [f"{list(FILES).index(name)}.p12" for name in names]
    # One NSS database takes one program at a time.
    with ThreadPoolExecutor(1 if opens is nss else 2) as pool:
        found = list(pool.map(lambda path: opens(files, path), paths))
    for name, opened, path in zip(names, found, paths, strict=True):
        said = {each.code for each in openers(outline((files / path).read_bytes()))} & codes
        assert opened or said, f"{name} does not open, and nobody was told"
        # A newer program may open more than those that were measured; the ordinary all open.
        assert name not in ORDINARY or (opened and not said), name
