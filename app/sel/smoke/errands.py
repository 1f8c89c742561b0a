"""What the packed program has to do: a whole errand, children, TLS, paper."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sel.base.progress import Silent
from sel.smoke.check import Check, Given, expect

_WAIT = 30.0  # seconds, for a child or a connection on this computer
_HELLO = b"bore da"


def _journey(given: Given) -> Mapping[str, Any]:
    """A request, its answer, a backup and its return, mail signed, encrypted and opened."""
    from sel.flows import rehearsal

    steps = rehearsal.rehearse(given.services, Silent())
    expect(steps and all(each.held for each in steps), f"{steps[-1].id}: {steps[-1].detail}")
    did = {each.id: "held" if each.tried else each.detail for each in steps}
    expect({"request", "answer", "backup", "restore", "mail"} <= did.keys(), f"only {did}")
    return did


def _children(given: Given) -> Mapping[str, Any]:
    """A process of the same program answers, and says which file holds what."""
    form = given.folder / "ffurflen-ŵ.txt"
    form.write_text("dim byd\n", encoding="utf-8")
    opening = {
        "data": str(given.folder / "child"),
        "unlock": None,
        "policy": None,
        "passphrase": None,
        "language": "cy",
        "json": True,
    }
    crew = given.services.children().side_by_side("inspect", opening, [str(form)], seconds=_WAIT)
    (answer,) = crew
    expect(isinstance(answer, list) and form.name in answer[0], f"said {answer!r}")
    spread = given.services.spread(lambda number: number + 1, range(8))
    expect([next(spread) for _ in range(8)] == list(range(1, 9)), "threads miscounted")
    spread.close()
    return {"inspect": "answers", "threads": 8}


def _tls(given: Given) -> Mapping[str, Any]:
    """TLS with a server on this computer that has a certificate of its own."""
    certificate, key = _server_certificate(given.folder)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(_WAIT)

        def serve() -> None:
            plain, _ = listener.accept()
            with plain, server.wrap_socket(plain, server_side=True) as connection:
                heard.append(connection.recv(len(_HELLO)))
                connection.sendall(_HELLO)

        thread = threading.Thread(target=serve, daemon=True, name="smoke-tls")
        thread.start()
        client = ssl.create_default_context(cafile=str(certificate))
        address = listener.getsockname()
        with (
            socket.create_connection(address, _WAIT) as plain,
            client.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
        ):
            connection.sendall(_HELLO)
            answered, version = connection.recv(len(_HELLO)), connection.version()
        thread.join(_WAIT)
    expect(heard == [_HELLO] and answered == _HELLO, "the server heard something else")
    return {"version": version}


def _server_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that ends tomorrow, and its key, as PEM files."""
    from ipaddress import IPv4Address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sêl smoke test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "server.pem", folder / "server-key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def _paper(_given: Given) -> Mapping[str, Any]:
    """A recovery sheet as PDF, with letters that only our font has."""
    from sel.text.sheet import SheetFacts, SheetKey, recovery_sheet

    now = datetime.now(UTC)
    who = SheetKey("Siân Llŷr", ("sian.llyr@school.example",), bytes(32), now, now)
    sheet = recovery_sheet(SheetFacts("copi.p12", "USB", now, now, (who,)))
    expect(sheet.startswith(b"%PDF-") and b"DejaVu" in sheet, "no PDF with our font")
    return {"bytes": len(sheet)}


CHECKS: dict[str, Check] = {
    "journey": _journey,
    "children": _children,
    "tls": _tls,
    "paper": _paper,
}
