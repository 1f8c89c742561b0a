"""PKCS#12 files as every program at hand writes them, in every way it offers.

All keys, all certificates and all names come out; a wrong passphrase is called that, and nothing
else is.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sel.base.errors import Damaged, SelError, UnsupportedAlgorithm, WrongPassphrase
from sel.base.secret import Secret
from sel.core.bundle import Bundle, read
from tests.core.pfx_material import PASSPHRASE, WELSH, Person, openssl_p12, person, run


@pytest.fixture(scope="module")
def sian() -> Person:
    return person("Siân Llŷr", "rsa-2048")


@pytest.fixture(scope="module")
def gwen() -> Person:
    return person("Gwên", "ec-p256")


def holds(bundle: Bundle, who: Person) -> bool:
    (entry,) = bundle.entries
    return entry.key == Secret(who.key) and entry.certificate == who.certificate


def wrong_is_called_wrong(data: bytes) -> bool:
    with pytest.raises(SelError) as caught:
        read(data, Secret("rhywbeth arall"))
    return isinstance(caught.value, WrongPassphrase)


# --- OpenSSL: every cipher and MAC it can write ----------------------------------------------

NOT_READ = re.compile(
    r"ARIA-.*"  # in no library at hand
    r"|(CAMELLIA|SM4)-.*CTR"
    r"|DES-(ECB|CFB|OFB|EDE).*"  # without CBC, which openssl alone writes
    r"|.*-CFB[18]"  # under the name of another mode
    r"|id-aes.*|.*-wrap.*",
    re.IGNORECASE,
)
"""Ciphers that files are refused for, by name; DES-EDE3-CBC is read all the same."""

OLD_MACS = {"md4", "mdc2", "whirlpool"}


def ciphers_of_openssl(folder: Path) -> list[str]:
    listed = run(
        *("openssl", "list", "-cipher-algorithms", "-provider", "default"),
        *("-provider", "legacy"),
        folder=folder,
    ).decode()
    return sorted(set(re.findall(r"[A-Za-z][A-Za-z0-9-]*-[A-Za-z0-9-]+", listed)))


def made_by_openssl(folder: Path, who: Person, options: dict[str, tuple[str, ...]]) -> list[str]:
    """The names of those it could make: NAME.p12 in `folder`, two at a time."""
    key, crt = who.write_pem(folder)

    def make(name: str) -> str | None:
        done = subprocess.run(
            [
                *("openssl", "pkcs12", "-export", "-legacy", "-inkey", key, "-in", crt),
                *("-name", who.name, "-passout", f"pass:{PASSPHRASE}", "-iter", "2"),
                *("-out", folder / f"{name}.p12", *options[name]),
            ],
            capture_output=True,
            check=False,
        )
        return name if done.returncode == 0 else None

    with ThreadPoolExecutor(2) as pool:
        return [name for name in pool.map(make, options) if name]


def why_not(data: bytes) -> SelError | None:
    """Why a file is refused although its passphrase was given; None if it opens."""
    try:
        read(data, Secret(PASSPHRASE))
    except SelError as problem:
        return problem
    return None


def test_every_cipher_of_openssl(tmp_path: Path, gwen: Person) -> None:
    options = {name: ("-keypbe", name) for name in ciphers_of_openssl(tmp_path)}
    made = made_by_openssl(tmp_path, gwen, options)
    assert {"AES-256-CBC", "DES-EDE3-CBC", "RC2-40-CBC", "CAST5-CBC", "BF-CBC"} <= set(made)
    opened = 0
    for name in made:
        data = (tmp_path / f"{name}.p12").read_bytes()
        assert wrong_is_called_wrong(data), name
        problem = why_not(data)
        if problem is None:
            assert holds(read(data, Secret(PASSPHRASE)), gwen), name
            opened += 1
            continue
        assert NOT_READ.fullmatch(name), (name, problem)
        # What openssl writes under the name of another mode looks like a broken key.
        misnamed = name.endswith(("CFB1", "CFB8"))
        assert isinstance(problem, (UnsupportedAlgorithm, Damaged)[: 1 + misnamed]), (
            name,
            problem,
        )
    assert opened >= 40


def test_every_mac_of_openssl(tmp_path: Path, gwen: Person) -> None:
    listed = run("openssl", "list", "-digest-commands", folder=tmp_path).decode().split()
    made = made_by_openssl(tmp_path, gwen, {name: ("-macalg", name) for name in listed})
    assert {"sha1", "sha256", "sha512", "sha3-256", "md5"} <= set(made)
    for name in made:
        data = (tmp_path / f"{name}.p12").read_bytes()
        if name in OLD_MACS:
            with pytest.raises(UnsupportedAlgorithm):
                read(data, Secret(PASSPHRASE))
            continue
        assert holds(read(data, Secret(PASSPHRASE)), gwen), name
        assert wrong_is_called_wrong(data), name


def test_pbmac1_of_openssl_where_it_writes_it(tmp_path: Path, gwen: Person) -> None:
    made = made_by_openssl(tmp_path, gwen, {"pbmac1": ("-pbmac1_pbkdf2",)})
    if not made:
        pytest.skip("this openssl is older than 3.4 and writes no PBMAC1")
    data = (tmp_path / "pbmac1.p12").read_bytes()
    assert holds(read(data, Secret(PASSPHRASE)), gwen)
    assert wrong_is_called_wrong(data)


# --- NSS -------------------------------------------------------------------------------------

_PKCS12 = "PKCS #12 V2 PBE With SHA-1 And"
NSS = {
    "default": (PASSPHRASE, ()),
    "default, Welsh": (WELSH, ()),
    "aes": (PASSPHRASE, ("-c", "AES-128-CBC", "-C", "AES-192-CBC", "-M", "SHA-256")),
    "camellia": (PASSPHRASE, ("-c", "CAMELLIA-256-CBC", "-C", "CAMELLIA-128-CBC")),
    "3des, Welsh": (WELSH, ("-c", f"{_PKCS12} 3KEY Triple DES-CBC", "-M", "SHA-1")),
    "rc4": (PASSPHRASE, ("-c", f"{_PKCS12} 128 Bit RC4", "-C", f"{_PKCS12} 40 Bit RC4")),
    "rc2": (PASSPHRASE, ("-c", f"{_PKCS12} 128 Bit RC2 CBC", "-C", "none")),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, sian: Person, gwen: Person) -> Path:
    """An NSS database with two people's keys."""
    folder = tmp_path_factory.mktemp("nss")
    run("certutil", "-N", "-d", "sql:.", "--empty-password", folder=folder)
    for who in (sian, gwen):
        (folder / "in.p12").write_bytes(openssl_p12(folder, who))
        run(
            *("pk12util", "-i", "in.p12", "-d", "sql:.", "-W", PASSPHRASE, "-K", ""),
            folder=folder,
        )
    return folder


@pytest.mark.parametrize(("passphrase", "options"), NSS.values(), ids=NSS.keys())
def test_nss(database: Path, sian: Person, passphrase: str, options: tuple[str, ...]) -> None:
    (database / "secret.txt").write_text(passphrase + "\n", encoding="utf-8")
    run(
        *("pk12util", "-o", "out.p12", "-n", sian.name, "-d", "sql:.", "-K", ""),
        *("-w", "secret.txt", *options),
        folder=database,
    )
    data = (database / "out.p12").read_bytes()
    bundle = read(data, Secret(passphrase))
    assert holds(bundle, sian)
    assert bundle.entries[0].friendly_name == sian.name
    assert bundle.findings == ()
    assert wrong_is_called_wrong(data)


# --- GnuTLS ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cipher", "passphrase"),
    [
        ("3des", PASSPHRASE),
        ("3des-pkcs12", WELSH),
        ("aes-128", WELSH),
        ("aes-192", PASSPHRASE),
        ("aes-256", WELSH),
        ("rc2-40", PASSPHRASE),
        ("arcfour", PASSPHRASE),
    ],
)
def test_gnutls(tmp_path: Path, gwen: Person, cipher: str, passphrase: str) -> None:
    key, crt = gwen.write_pem(tmp_path)
    run(
        *("certtool", "--to-p12", "--load-privkey", key, "--load-certificate", crt),
        *("--p12-name", gwen.name, "--password", passphrase, "--pkcs-cipher", cipher),
        *("--outder", "--outfile", "out.p12"),
        folder=tmp_path,
    )
    data = (tmp_path / "out.p12").read_bytes()
    bundle = read(data, Secret(passphrase))
    assert bundle.entries[0].certificate == gwen.certificate
    assert len(bundle.entries) == 1
    assert bundle.entries[0].friendly_name == gwen.name
    assert wrong_is_called_wrong(data)


# --- gpgsm -----------------------------------------------------------------------------------


@pytest.fixture
def gnupg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own for gpgsm; the programs it starts end with it."""
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    yield home
    run("gpgconf", "--kill", "all", folder=tmp_path)


@pytest.mark.parametrize("passphrase", [PASSPHRASE, WELSH])
def test_gpgsm(tmp_path: Path, gnupg: Path, sian: Person, passphrase: str) -> None:
    secret = f"{passphrase}\n".encode()
    gpgsm = ("gpgsm", "--batch", "--pinentry-mode", "loopback", "--passphrase-fd", "0")
    # gpgsm blows the bytes of a passphrase up to 16 bits, one by one; so does this spelling.
    spelled = passphrase.encode().decode("latin-1")
    data = openssl_p12(tmp_path, sian, "-legacy", "-descert", passphrase=spelled)
    (tmp_path / "in.p12").write_bytes(data)
    run(*gpgsm, "--import", "in.p12", folder=tmp_path, given=secret)
    run(
        *(*gpgsm, "--disable-crl-checks", "--output", "out.p12"),
        *("--export-secret-key-p12", sian.name),
        folder=tmp_path,
        given=secret,
    )
    out = (tmp_path / "out.p12").read_bytes()
    bundle = read(out, Secret(passphrase))
    assert [entry.certificate for entry in bundle.entries] == [sian.certificate]
    assert wrong_is_called_wrong(out)


# --- Java ------------------------------------------------------------------------------------

_JAVA = "keystore.pkcs12"
JAVA = {
    "default": (),
    "legacy": (f"-J-D{_JAVA}.legacy",),
    "pkcs#5": (f"-J-D{_JAVA}.keyProtectionAlgorithm=PBEWithMD5AndDES",),
    "rc2 and sha-512": (
        f"-J-D{_JAVA}.certProtectionAlgorithm=PBEWithSHA1AndRC2_40",
        f"-J-D{_JAVA}.macAlgorithm=HmacPBESHA512",
    ),
    "aes-256 under sha-512": (
        f"-J-D{_JAVA}.keyProtectionAlgorithm=PBEWithHmacSHA512AndAES_256",
        f"-J-D{_JAVA}.certProtectionAlgorithm=PBEWithHmacSHA1AndAES_128",
    ),
    "no mac": (f"-J-D{_JAVA}.macAlgorithm=NONE",),
}


def keytool(folder: Path, *arguments: str) -> None:
    run("keytool", "-J-Xshare:auto", "-J-XX:TieredStopAtLevel=1", *arguments, folder=folder)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, sian: Person, gwen: Person) -> Path:
    """Two people's files for keytool to take in."""
    folder = tmp_path_factory.mktemp("java")
    for name, who in (("one", sian), ("two", gwen)):
        (folder / f"{name}.p12").write_bytes(openssl_p12(folder, who))
    return folder


@pytest.mark.parametrize("options", JAVA.values(), ids=JAVA.keys())
def test_java(store: Path, tmp_path: Path, sian: Person, options: tuple[str, ...]) -> None:
    shutil.copy(store / "one.p12", tmp_path)
    keytool(
        *(tmp_path, *options, "-importkeystore", "-srckeystore", "one.p12"),
        *("-srcstorepass", PASSPHRASE, "-destkeystore", "out.p12", "-deststoretype", "PKCS12"),
        *("-deststorepass", PASSPHRASE),
    )
    data = (tmp_path / "out.p12").read_bytes()
    bundle = read(data, Secret(PASSPHRASE))
    assert holds(bundle, sian)
    # Java keeps its names in small letters.
    assert bundle.entries[0].friendly_name == sian.name.lower()
    assert wrong_is_called_wrong(data)


def test_a_key_store_of_java_with_two_keys_and_a_secret(
    store: Path, tmp_path: Path, sian: Person, gwen: Person
) -> None:
    for name in ("one.p12", "two.p12"):
        shutil.copy(store / name, tmp_path)
        keytool(
            *(tmp_path, "-importkeystore", "-srckeystore", name, "-srcstorepass", PASSPHRASE),
            *("-destkeystore", "out.p12", "-deststoretype", "PKCS12"),
            *("-deststorepass", PASSPHRASE),
        )
    keytool(
        *(tmp_path, "-genseckey", "-alias", "secret", "-keyalg", "AES", "-keysize", "128"),
        *("-keystore", "out.p12", "-storetype", "PKCS12", "-storepass", PASSPHRASE),
    )
    bundle = read((tmp_path / "out.p12").read_bytes(), Secret(PASSPHRASE))
    assert {entry.certificate for entry in bundle.entries} == {
        sian.certificate,
        gwen.certificate,
    }
    assert {entry.key.reveal() for entry in bundle.entries} == {sian.key, gwen.key}
    assert [(each.code, each.what.facts) for each in bundle.findings] == [
        ("file-secrets-ignored", {"n": 1})
    ]
