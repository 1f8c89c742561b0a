"""A key proved where Windows holds it, by what mail programs would have it do."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import load_der_public_key

from sel.base.errors import StoreUnavailable
from sel.core import certificate
from sel.ports.store import Proof
from sel.stores import _windows_api as windows
from sel.stores._proof import prove
from sel.stores._windows_api import WindowsApi, WindowsFailure
from sel.stores._windows_certificates import opened
from sel.stores._windows_door import door
from sel.stores._windows_keys import HeldKey, acquired


class WindowsProof:
    """Proves keys of one system store; implements `sel.stores._proof.Holder`.

    silent  fails where Windows would ask something: the PIN of a card, leave to use a key
    """

    def __init__(self, api: WindowsApi, mine: str, store: str, *, silent: bool) -> None:
        self._api, self._mine, self._store, self._silent = api, mine, store, silent

    def of(self, der: bytes) -> Proof:
        """Sign with SHA-256, open a secret, and with RSA a whole message in AES-256."""
        proof = prove(self, der)
        if not proof.opens or certificate.read(der).key.algorithm != "rsa":
            return proof
        return proof if self._opens_a_message(der) else Proof(proof.signs, False, "cannot-open")

    def would_ask(self, der: bytes) -> bool:
        """Whether Windows would ask something before it uses this key."""
        try:
            with self._key(der) as key:
                if key is not None:
                    key.sign(secrets.token_bytes(64))
        except WindowsFailure as failure:
            return failure.code == windows.NTE_SILENT_CONTEXT
        return False

    def sign(self, der: bytes, challenge: bytes) -> bytes | None:
        """See `Holder.sign`."""
        with door(self._store), self._key(der) as key:
            return None if key is None else key.sign(challenge)

    def decrypt(self, der: bytes, sealed: bytes) -> bytes | None:
        """See `Holder.decrypt`."""
        with door(self._store), self._key(der) as key:
            return None if key is None else key.decrypt(sealed)

    def agree(self, der: bytes, other: bytes) -> bytes | None:
        """See `Holder.agree`."""
        public = load_der_public_key(other)
        assert isinstance(public, ec.EllipticCurvePublicKey)
        size = (public.curve.key_size + 7) // 8
        numbers = public.public_numbers()
        point = numbers.x.to_bytes(size, "big") + numbers.y.to_bytes(size, "big")
        with door(self._store), self._key(der) as key:
            curve = certificate.read(der).key.curve or ""
            return None if key is None else key.agree(curve, point)

    def _opens_a_message(self, der: bytes) -> bool:
        public = load_der_public_key(certificate.read(der).spki)
        assert isinstance(public, rsa.RSAPublicKey)
        text, content_key, iv = (secrets.token_bytes(size) for size in (69, 32, 16))
        padder = PKCS7(128).padder()
        encryptor = Cipher(AES(content_key), modes.CBC(iv)).encryptor()
        content = encryptor.update(padder.update(text) + padder.finalize()) + encryptor.finalize()
        sealed = public.encrypt(content_key, padding.PKCS1v15())
        try:
            with door(self._store), self._key(der) as key:
                return key is not None and key.open(sealed, iv, content) == text
        except (StoreUnavailable, ValueError):
            return False

    @contextmanager
    def _key(self, der: bytes) -> Iterator[HeldKey | None]:
        with opened(self._api, self._mine) as store:
            if store is None:
                yield None
                return
            with store.find(der) as held:
                if held is None or held.link is None:
                    yield None
                    return
                is_rsa = certificate.read(der).key.algorithm == "rsa"
                with acquired(self._api, held, rsa=is_rsa, silent=self._silent) as key:
                    yield key
