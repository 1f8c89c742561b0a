"""A private key by itself under a passphrase: EncryptedPrivateKeyInfo (RFC 5958 3).

What a PKCS#12 file holds of each key, so the same algorithms, spellings and limits hold.
"""

from __future__ import annotations

from sel.base.errors import WrongOrDamaged
from sel.base.secret import Secret
from sel.core import ber
from sel.core.bundle.kdf import Derivations
from sel.core.bundle.opening import Opener
from sel.core.bundle.structure import Sealed


def private_key(encrypted: bytes, passphrase: Secret) -> Secret:
    """The key (PKCS#8, DER) of an EncryptedPrivateKeyInfo, DER or BER.

    Raises WrongOrDamaged, UnsupportedAlgorithm (algorithm), Damaged, TooLarge, TooMuchWork.
    """
    fields = ber.parse(encrypted).fields()
    sealed = Sealed(fields.take(), fields.take().octets())
    fields.end()
    opener = Opener(passphrase, None, Derivations())
    opener.prove(b"", [sealed])
    plain = opener.open(sealed)
    if plain is None:
        raise WrongOrDamaged()
    return Secret(plain)
