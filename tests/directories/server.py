"""A real slapd on 127.0.0.1 for tests, with TLS, and servers that behave badly."""

from __future__ import annotations

import base64
import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/libexec")
BASE = "dc=school,dc=example"
_CONFIG = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCACertificateFile {folder}/root.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
sizelimit 500
database mdb
maxsize 268435456
suffix "dc=school,dc=example"
rootdn "cn=admin,dc=school,dc=example"
directory {folder}/data
index objectClass eq
index mail,cn,sn sub
"""


@dataclass(frozen=True)
class Entry:
    """Somebody in the directory. certificates: values of userCertificate;binary."""

    uid: str
    name: str
    mail: str
    certificates: tuple[bytes, ...] = ()
    smime: tuple[bytes, ...] = ()
    referral: str = ""


def _ldif(entries: Sequence[Entry]) -> str:
    blocks = [
        "dn: dc=school,dc=example\nobjectClass: dcObject\nobjectClass: organization\n"
        "o: School\ndc: school\n"
    ]
    for each in entries:
        if each.referral:
            blocks.append(
                f"dn: cn={each.uid},{BASE}\nobjectClass: referral\n"
                f"objectClass: extensibleObject\nref: {each.referral}\ncn: {each.uid}\n"
            )
            continue
        lines = [
            f"dn: uid={each.uid},{BASE}",
            "objectClass: inetOrgPerson",
            f"cn:: {base64.b64encode(each.name.encode()).decode()}",
            f"sn:: {base64.b64encode(each.name.split()[-1].encode()).decode()}",
            f"mail:: {base64.b64encode(each.mail.encode()).decode()}",
        ]
        for name, values in (
            ("userCertificate;binary", each.certificates),
            ("userSMIMECertificate", each.smime),
        ):
            lines += [f"{name}:: {base64.b64encode(value).decode()}" for value in values]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
        return port


@contextmanager
def slapd(
    folder: Path, entries: Sequence[Entry], *, root: bytes, server: bytes, key: bytes
) -> Iterator[tuple[int, int]]:
    """Ports of ldap (StartTLS) and ldaps. root, server, key: PEM."""
    assert SLAPD is not None
    (folder / "data").mkdir()
    for name, data in (("root.pem", root), ("server.pem", server), ("server.key", key)):
        (folder / name).write_bytes(data)
    (folder / "slapd.conf").write_text(_CONFIG.format(folder=folder))
    (folder / "people.ldif").write_text(_ldif(entries))
    config, people = folder / "slapd.conf", folder / "people.ldif"
    added = subprocess.run(
        [SLAPD, "-T", "add", "-q", "-f", config, "-l", people],
        check=False,
        capture_output=True,
        text=True,
    )
    assert added.returncode == 0, added.stderr
    plain, secure = free_port(), free_port()
    urls = f"ldap://127.0.0.1:{plain} ldaps://127.0.0.1:{secure}"
    process = subprocess.Popen(
        [SLAPD, "-f", folder / "slapd.conf", "-h", urls, "-d", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(plain, process)
        _wait_for(secure, process)
        yield plain, secure
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, "slapd ended"
            time.sleep(0.05)
        else:
            return
    raise AssertionError("slapd does not answer")


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says whatever `talk` says to everybody who comes."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                talk(self.request)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
