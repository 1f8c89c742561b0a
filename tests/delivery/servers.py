"""Mail servers and a web server on addresses of this computer, each with its own certificate."""

from __future__ import annotations

import http.server
import socket
import socketserver
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Identity:
    """A server's certificate and key. All PEM; chain: its own first."""

    chain: bytes
    key: bytes

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.chain)

    def context(self, **how: object) -> ssl.SSLContext:
        """TLS of a server with it. old: TLS 1.0 and nothing else."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            for name, data in (("chain", self.chain), ("key", self.key)):
                Path(folder, name).write_bytes(data)
            if how.get("old"):
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
                context.maximum_version = ssl.TLSVersion.TLSv1
            context.load_cert_chain(Path(folder, "chain"), Path(folder, "key"))
        return context


@dataclass
class Authority:
    """A root of the tests' own."""

    name: str = "Mail test root"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        self.subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        self.certificate = self._sign(
            self.subject,
            self.key.public_key(),
            days=(-30, 365),
            ca=True,
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(
        self,
        *names: str,
        days: tuple[int, int] = (-3, 90),
        subject: str = "mail server",
        alone: bool = False,
    ) -> Identity:
        """For these DNS names; days: from when and until when. alone: signed by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
        signer = Authority.__new__(Authority) if alone else self
        if alone:
            signer.key, signer.subject = key, own
        made = signer._sign(own, key.public_key(), days=days, names=names)
        chain = made.public_bytes(Encoding.PEM) + (b"" if alone else self.pem)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return Identity(chain, pem)

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        *,
        days: tuple[int, int],
        names: tuple[str, ...] = (),
        ca: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if names:
            alternative = x509.SubjectAlternativeName([x509.DNSName(each) for each in names])
            builder = builder.add_extension(alternative, critical=False)
        return builder.sign(self.key, hashes.SHA256())


@dataclass
class Mail:
    """How one mail server behaves.

    tls    None: it does not offer STARTTLS
    talk   what it does instead of all of this
    heard  each line that a client said, in clear or inside TLS
    """

    tls: ssl.SSLContext | None = None
    greeting: str = "220 mail.example ESMTP"
    offers: tuple[str, ...] = ("PIPELINING", "SIZE 1000000")
    starttls: str = "220 go ahead"
    delay: float = 0.0
    talk: Callable[[socket.socket], None] | None = None
    heard: list[str] = field(default_factory=list)

    def serve(self, line: socket.socket) -> None:
        """One conversation."""
        if self.talk is not None:
            self.talk(line)
            return
        time.sleep(self.delay)
        offers = (*self.offers, *(("STARTTLS",) if self.tls is not None else ()), "HELP")
        line.sendall(f"{self.greeting}\r\n".encode())
        stream = line.makefile("rb")
        while said := stream.readline():
            self.heard.append(said.decode("ascii", "replace").strip())
            verb = said.split()[0].upper() if said.split() else b""
            if verb == b"EHLO":
                lines = ["mail.example", *offers]
                text = "".join(
                    f"250{'-' if each is not lines[-1] else ' '}{each}\r\n" for each in lines
                )
                line.sendall(text.encode())
            elif verb == b"STARTTLS" and self.tls is not None:
                line.sendall(f"{self.starttls}\r\n".encode())
                if not self.starttls.startswith("220"):
                    continue
                line = self.tls.wrap_socket(line, server_side=True)
                stream = line.makefile("rb")
                offers = (*self.offers, "HELP")
            elif verb == b"QUIT":
                line.sendall(b"221 bye\r\n")
                return
            else:
                line.sendall(b"502 not here\r\n")


def _listening(
    address: str, port: int, talk: Callable[[socket.socket], None]
) -> socketserver.TCPServer:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, ValueError):
                talk(self.request)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        request_queue_size = 256

    server = Server((address, port), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


@contextmanager
def mail_servers(servers: dict[str, Mail]) -> Iterator[int]:
    """The one port on which they all answer, by the address of each."""
    running: list[socketserver.TCPServer] = []
    try:
        port = 0
        for address, mail in servers.items():
            running.append(_listening(address, port, mail.serve))
            port = int(running[-1].server_address[1])
        yield port
    finally:
        for each in running:
            each.shutdown()
            each.server_close()


@dataclass
class Web:
    """A web server. files: by host and path; a number is a status, "" a redirect."""

    files: dict[tuple[str, str], bytes | int] = field(default_factory=dict)
    heard: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def web_server(web: Web, tls: ssl.SSLContext, address: str = "127.0.0.1") -> Iterator[int]:
    """Its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            web.heard.append((host, self.path))
            found = web.files.get((host, self.path), 404)
            if isinstance(found, int):
                self.send_response(found)
                if found in {301, 302}:
                    self.send_header("Location", "https://127.0.0.1/elsewhere")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(found)))
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, *_arguments: object) -> None:
            pass

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
            line, where = super().get_request()
            line.settimeout(5)
            return tls.wrap_socket(line, server_side=True, do_handshake_on_connect=False), where

        def handle_error(self, *_arguments: object) -> None:
            pass

    with Server((address, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
