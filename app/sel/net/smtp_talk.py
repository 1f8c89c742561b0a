"""A mail server asked for STARTTLS (RFC 3207), and for its certificate. No mail is ever sent."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sel.core.delivery import Reach, Talk, Tls, Trust

_SECONDS: Final = 10.0
"""For one connection."""
_CONNECT: Final = 5.0
_LEAVING: Final = 2.0
"""For the goodbye."""
_LINE: Final = 2048
"""Octets (RFC 5321 4.5.3.1.5 has 512)."""
_REPLY: Final = 64
"""Lines."""
_ADDRESSES: Final = 3
_WE: Final = "sel.invalid"
"""A server wants to be greeted by name; ours would say who checks whom (RFC 2606)."""

# OpenSSL's verify errors (x509_vfy.h).
_TRUST: Final = {
    9: Trust.NOT_YET,
    10: Trust.EXPIRED,
    18: Trust.SELF_SIGNED,
    19: Trust.NO_PATH,
    20: Trust.NO_PATH,
    21: Trust.NO_PATH,
}


class TalkError(Exception):
    """The other side does not keep to SMTP, or does not want us. reach, detail: as in `Talk`."""

    def __init__(self, reach: Reach, detail: str = "") -> None:
        super().__init__(reach.value, detail)
        self.reach, self.detail = reach, detail


@dataclass(frozen=True, slots=True)
class Contexts:
    """How TLS is tried, in this order.

    strict  as senders do it today, with the roots that count
    old     takes every version and cipher, so that an old server's certificate is seen, too
    ..._any  looks at no certificate
    web     for policies, which come over https alone
    """

    strict: ssl.SSLContext
    strict_any: ssl.SSLContext
    old: ssl.SSLContext
    old_any: ssl.SSLContext
    web: ssl.SSLContext


def contexts(roots: bytes | None) -> Contexts:
    """TLS with these roots (PEM), or those of the system. Raises ValueError if there are none."""
    try:
        data = None if roots is None else roots.decode("ascii")
        made = [ssl.create_default_context(cadata=data) for _ in range(4)]
        web = ssl.create_default_context(cadata=data)
    except (ssl.SSLError, UnicodeDecodeError) as problem:
        raise ValueError("roots") from problem
    for place, each in enumerate(made):
        # Names are judged by `sel.core.delivery`, whatever the roots say.
        each.check_hostname = False
        each.verify_mode = ssl.CERT_NONE if place % 2 else ssl.CERT_REQUIRED
        if place >= 2:
            each.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            each.set_ciphers("ALL:@SECLEVEL=0")
            each.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    strict, strict_any, old, old_any = made
    return Contexts(strict, strict_any, old, old_any, web)


@dataclass(slots=True)
class Talker:
    """Talks to mail servers.

    left  seconds that are left for this domain
    held  what holds a connection while it is open, so that it can be cut from outside
    """

    contexts: Contexts
    port: int
    left: Callable[[], float]
    held: Callable[[socket.socket], Any]

    def talk(self, host: str, addresses: tuple[str, ...]) -> Talk:
        """See `Asking.talk`; the addresses were found fit to be called."""
        for address in addresses[:_ADDRESSES]:
            try:
                return self._talk(host, address)
            except TalkError as problem:
                return Talk(problem.reach, address, detail=problem.detail)
            except OSError:
                continue
        return Talk(Reach.UNREACHABLE, addresses[0] if addresses else "")

    def _talk(self, host: str, address: str) -> Talk:
        """Raises TalkError; OSError if nobody is there."""
        kinds = self.contexts
        tried: set[ssl.SSLContext] = set()
        context: ssl.SSLContext | None = kinds.strict
        trust, detail = Trust.TRUSTED, ""
        while context is not None and context not in tried:
            tried.add(context)
            with self._line(address) as line:
                if not line.greet():
                    line.leave()
                    return Talk(Reach.SPOKEN, address)
                line.ask_for_tls()
                try:
                    version, chain = line.shake_hands(context, host)
                except ssl.SSLCertVerificationError as problem:
                    trust = _TRUST.get(problem.verify_code, Trust.OTHER)
                    detail = problem.verify_message
                    strict = context is kinds.strict
                    context = kinds.strict_any if strict else kinds.old_any
                except TimeoutError:
                    return Talk(Reach.SPOKEN, address, True, detail="timeout")
                except (OSError, ValueError) as problem:
                    # An old server breaks off in many ways; one that is gone does not come back.
                    detail = str(problem)
                    context = kinds.old if trust is Trust.TRUSTED else kinds.old_any
                else:
                    line.leave_over_tls()
                    weak = context in {kinds.old, kinds.old_any}
                    tls = Tls(version, chain, trust, detail, weak)
                    return Talk(Reach.SPOKEN, address, True, tls)
        return Talk(Reach.SPOKEN, address, True, detail=detail)

    @contextmanager
    def _line(self, address: str) -> Iterator[_Line]:
        seconds = min(_CONNECT, self.left())
        if seconds <= 0:
            raise TimeoutError
        with ExitStack() as stack:

            def hold(sock: socket.socket) -> None:
                stack.enter_context(sock)
                stack.enter_context(self.held(sock))

            sock = socket.create_connection((address, self.port), seconds)
            hold(sock)
            end = min(_SECONDS, self.left())
            yield _Line(sock, min(self.left(), end), self.left, hold)


class _Line:
    """One connection, with a limit of time.

    hold  closes a socket in the end, and lets it be cut from outside until then
    """

    def __init__(
        self,
        sock: socket.socket,
        seconds: float,
        left: Callable[[], float],
        hold: Callable[[socket.socket], None],
    ) -> None:
        self._sock, self._hold = sock, hold
        self._buffer = b""
        self._left = left
        self._until = left() - seconds

    def greet(self) -> bool:
        """Whether the server offers STARTTLS. Raises TalkError, OSError."""
        code, text = self._reply()
        if code != 220:
            raise TalkError(Reach.REFUSED if code >= 400 else Reach.NONSENSE, _shown(code, text))
        self._say(f"EHLO {_WE}")
        code, text = self._reply()
        if code != 250:
            return False  # it does not know EHLO: a server of before 1995, without extensions
        offers = [line.split() for line in text[1:]]
        return any(words and words[0].upper() == "STARTTLS" for words in offers)

    def ask_for_tls(self) -> None:
        """Raises TalkError, OSError."""
        self._say("STARTTLS")
        code, text = self._reply()
        if code != 220:
            raise TalkError(Reach.REFUSED, _shown(code, text))
        if self._buffer:
            # What came in clear behind the answer may have been put in by somebody else.
            raise TalkError(Reach.NONSENSE)

    def shake_hands(self, context: ssl.SSLContext, host: str) -> tuple[str, tuple[bytes, ...]]:
        """The version, and the chain as it was sent. Raises OSError, ValueError."""
        self._wait()
        wrapped = context.wrap_socket(
            self._sock, server_hostname=host, do_handshake_on_connect=False
        )
        self._sock = wrapped
        self._hold(wrapped)  # the one that was connected is empty from here on
        self._wait()  # whoever cut all lines just before did not find this one
        wrapped.do_handshake()
        return wrapped.version() or "", _chain(wrapped)

    def leave_over_tls(self) -> None:
        """EHLO again, as RFC 3207 4.2 has it, and QUIT; nothing is lost if nobody answers."""
        self._until = max(self._until, self._left() - _LEAVING)
        try:
            self._say(f"EHLO {_WE}")
            self._reply()
            self.leave()
        except (OSError, TalkError):
            return
        finally:
            self._sock.close()

    def leave(self) -> None:
        """Say goodbye. The answer is waited for: some servers log a hang-up as an attack."""
        self._until = max(self._until, self._left() - _LEAVING)
        try:
            self._say("QUIT")
            self._reply()
        except (OSError, TalkError):
            return

    def _say(self, line: str) -> None:
        self._wait()
        self._sock.sendall(f"{line}\r\n".encode("ascii"))

    def _reply(self) -> tuple[int, list[str]]:
        """Raises TalkError for what is no reply of SMTP (RFC 5321 4.2)."""
        texts: list[str] = []
        for _ in range(_REPLY):
            line = self._read_line()
            fits = re.fullmatch(rb"([2-5][0-9]{2})(?:([ -])(.*))?", line)
            if fits is None:
                raise TalkError(Reach.NONSENSE)
            texts.append((fits[3] or b"").decode("ascii", "replace"))
            if fits[2] != b"-":
                return int(fits[1]), texts
        raise TalkError(Reach.NONSENSE)

    def _read_line(self) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > _LINE:
                raise TalkError(Reach.NONSENSE)
            self._wait()
            came = self._sock.recv(_LINE)
            if not came:
                raise ConnectionResetError
            self._buffer += came
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.rstrip(b"\r")

    def _wait(self) -> None:
        """Raises TimeoutError when the time of this connection is over."""
        seconds = self._left() - self._until
        if seconds <= 0:
            raise TimeoutError
        self._sock.settimeout(seconds)


def _chain(sock: ssl.SSLSocket) -> tuple[bytes, ...]:
    """DER, the server's own first."""
    own = sock.getpeercert(binary_form=True) or b""
    # Public from Python 3.13 on; before, the same is there one layer below.
    public = getattr(sock, "get_unverified_chain", None)
    if public is not None:
        return tuple(bytes(each) for each in public() or (own,))
    below = sock._sslobj.get_unverified_chain()  # type: ignore[attr-defined]  # see above
    return tuple(_der(each) for each in below or ()) or (own,)


def _der(certificate: Any) -> bytes:
    return ssl.PEM_cert_to_DER_cert(certificate.public_bytes())


def _shown(code: int, text: list[str]) -> str:
    """What a server said, for a person: one line of ordinary letters."""
    plain = "".join(sign if sign.isprintable() and sign.isascii() else "?" for sign in text[0])
    return f"{code} {plain[:80]}".strip()
