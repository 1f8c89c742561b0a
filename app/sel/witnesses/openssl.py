"""The command `openssl` as a witness."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sel.base.errors import WitnessMissing
from sel.base.secret import Secret
from sel.witnesses import _mime, _pem
from sel.witnesses._tool import ask, have

_ONLY_THESE_ROOTS = ("-CAfile", "/dev/fd/{roots}", "-no-CApath", "-no-CAstore")


class OpenSsl:
    """Judges requests, backups and mail of every kind Sêl writes."""

    id = "openssl"

    def present(self) -> bool:
        """Whether an OpenSSL is here; LibreSSL, which goes by the same name, is not asked."""
        return have("openssl") and ask("openssl", "version").out.startswith(b"OpenSSL ")

    def request(self, der: bytes) -> str | None:
        """Does the signature of this PKCS#10 hold?"""
        self._must_be_here()
        answer = ask("openssl", "req", "-verify", "-noout", "-inform", "DER", given=der)
        # Before 3.2 the status is 0 even if the signature does not hold.
        agreed = answer.fine and answer.words.endswith("verify OK")
        return None if agreed else answer.complaint

    def backup(self, path: Path, passphrase: Secret, keys: int) -> str | None:
        """Does this PKCS#12 open, with as many keys that can be read?

        The keys come back through a pipe into memory and are only counted.
        """
        self._must_be_here()
        answer = ask(
            "openssl", "pkcs12", "-in", str(path.absolute()), "-passin", "fd:{passphrase}",
            "-nocerts", "-nodes", lent={"passphrase": passphrase},
        )  # fmt: skip
        if not answer.fine:
            return answer.complaint
        found = answer.out.count(b"-----BEGIN PRIVATE KEY-----")
        return None if found == keys else f"{found} keys, not {keys}"

    def mail(
        self, eml: bytes, *, key: Secret, certificate: bytes, roots: Sequence[bytes], text: str
    ) -> str | None:
        """Does this mail open with the key, hold `text`, and does its signature hold?"""
        self._must_be_here()
        opened = ask(
            "openssl", "cms", "-decrypt", "-inkey", "/dev/fd/{key}", "-recip", "/dev/fd/{own}",
            given=eml,
            lent={"key": _pem.private_key(key), "own": Secret(_pem.certificates([certificate]))},
        )  # fmt: skip
        if not opened.fine:
            return opened.complaint
        return self.signed(opened.out, roots=roots, text=text)

    def signed(self, eml: bytes, *, roots: Sequence[bytes], text: str) -> str | None:
        """Does this signed mail hold `text`, and its signature, up to one of these roots?"""
        self._must_be_here()
        verified = ask(
            "openssl", "cms", "-verify", "-purpose", "smimesign", *_ONLY_THESE_ROOTS,
            given=eml,
            lent={"roots": Secret(_pem.certificates(roots))},
        )  # fmt: skip
        if not verified.fine:
            return verified.complaint
        return None if _mime.has_text(verified.out, text) else "the text is not in it"

    def _must_be_here(self) -> None:
        if not self.present():
            raise WitnessMissing(tool=self.id)
