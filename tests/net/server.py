"""A web server on this computer for tests, which remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """What lies where.

    answers  path → (status, headers, body), or what makes the body of what was sent
    asked    "GET /path" in order
    """

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes] | Callable[[bytes], bytes]] = field(
        default_factory=dict
    )
    asked: list[str] = field(default_factory=list)
    drip: float = 0.0

    def url(self, path: str) -> str:
        """http://127.0.0.1:port/path."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that is up while the block runs."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, sent: bytes) -> None:
            site.asked.append(f"{self.command} {self.path}")
            found = site.answers.get(self.path, (404, {}, b""))
            status, headers, body = (200, {}, found(sent)) if callable(found) else found
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if site.drip:
                for octet in body:
                    try:
                        self.wfile.write(bytes([octet]))
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(site.drip)
            else:
                try:
                    self.wfile.write(body)
                except OSError:
                    return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
