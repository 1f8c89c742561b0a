"""Key derivation for PKCS#12: each key once, counted against the limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from enum import IntEnum

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core.bundle.limits import MAX_KEY_BYTES, MAX_MEMORY, MAX_WORK, check_rounds
from sel.core.limits import check_limit


class Purpose(IntEnum):
    """The diversifier of RFC 7292 B.3."""

    KEY = 1
    IV = 2
    MAC = 3


def pkcs12_kdf(
    password: bytes, salt: bytes, *, rounds: int, purpose: Purpose, size: int, digest: str
) -> bytes:
    """RFC 7292 appendix B.2.

    password  BMPString with its terminating 00 00 (B.1); b"" for no passphrase at all
    size      bytes wanted; every digest length of them costs `rounds` hashes once more
    digest    a name hashlib knows
    """
    new = hash_of(digest)
    block = new().block_size
    filled = bytearray(_fill(salt, block) + _fill(password, block))
    diversifier = bytes([purpose]) * block
    key = b""
    while True:
        a = new(diversifier + filled).digest()
        for _ in range(rounds - 1):
            a = new(a).digest()
        key += a
        if len(key) >= size:
            return key[:size]
        step = int.from_bytes(_fill(a, block), "big") + 1
        for at in range(0, len(filled), block):
            word = (int.from_bytes(filled[at : at + block], "big") + step) % (1 << 8 * block)
            filled[at : at + block] = word.to_bytes(block, "big")


class Derivations:
    """The keys derived for one file. The same derivation is done once, however often asked."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], bytes] = {}
        self._work = 0

    def pkcs12(
        self,
        password: bytes,
        salt: bytes,
        *,
        rounds: int,
        purpose: Purpose,
        size: int,
        digest: str,
    ) -> bytes:
        """As `pkcs12_kdf`. Raises TooLarge, UnsupportedAlgorithm (digest), Damaged (rounds)."""
        return self._once(
            ("pkcs12", password, salt, rounds, purpose, size, digest),
            check_rounds(rounds) * _blocks(size, digest),
            lambda: pkcs12_kdf(
                password, salt, rounds=rounds, purpose=purpose, size=size, digest=digest
            ),
        )

    def pbkdf1(self, password: bytes, salt: bytes, *, rounds: int, digest: str) -> bytes:
        """RFC 8018 5.1, the whole digest. Raises as `pkcs12`."""

        def derive() -> bytes:
            new = hash_of(digest)
            key = new(password + salt).digest()
            for _ in range(rounds - 1):
                key = new(key).digest()
            return key

        return self._once(("1", password, salt, rounds, digest), check_rounds(rounds), derive)

    def pbkdf2(
        self, password: bytes, salt: bytes, *, rounds: int, size: int, digest: str
    ) -> bytes:
        """RFC 8018 5.2 with HMAC over `digest`. Raises as `pkcs12`."""
        return self._once(
            ("2", password, salt, rounds, size, digest),
            check_rounds(rounds) * _blocks(size, digest),
            lambda: hashlib.pbkdf2_hmac(digest, password, salt, rounds, size),
        )

    def scrypt(
        self, password: bytes, salt: bytes, *, cost: int, block: int, parallel: int, size: int
    ) -> bytes:
        """RFC 7914. Raises TooLarge, Damaged (a cost that cannot be)."""
        if cost < 2 or cost & (cost - 1) or block < 1 or parallel < 1:
            raise Damaged(detail=f"scrypt with N={cost}, r={block}, p={parallel}")
        check_limit("kdf-memory", 128 * cost * block, MAX_MEMORY)
        check_limit("kdf-memory", 128 * block * parallel, MAX_MEMORY)
        return self._once(
            ("scrypt", password, salt, cost, block, parallel, size),
            # One of its N * r * p steps costs about four rounds of SHA-256.
            4 * cost * block * parallel,
            lambda: hashlib.scrypt(
                password, salt=salt, n=cost, r=block, p=parallel, maxmem=4 * MAX_MEMORY, dklen=size
            ),
        )

    def _once(self, what: tuple[object, ...], work: int, derive: Callable[[], bytes]) -> bytes:
        known = self._known.get(what)
        if known is None:
            self._work += work
            check_limit("kdf-work", self._work, MAX_WORK)
            known = self._known[what] = derive()
        return known


def hash_of(name: str) -> Callable[..., hashlib._Hash]:
    """The constructor of a hash by the name hashlib gives it. Raises UnsupportedAlgorithm."""
    try:
        hashlib.new(name)
    except ValueError as error:  # not built into this OpenSSL, or forbidden by its policy
        raise UnsupportedAlgorithm(algorithm=name) from error
    constructor: Callable[..., hashlib._Hash] | None = getattr(hashlib, name, None)
    return constructor or (lambda data=b"": hashlib.new(name, data))


def _blocks(size: int, digest: str) -> int:
    if not 1 <= size <= MAX_KEY_BYTES:
        raise Damaged(detail=f"derived key of {size} bytes")
    return -(-size // hash_of(digest)().digest_size)


def _fill(data: bytes, block: int) -> bytes:
    """`data` repeated to a whole number of blocks (RFC 7292 B.2, steps 2 and 3)."""
    length = -(-len(data) // block) * block
    return (data * (length // len(data) + 1))[:length] if data else b""
