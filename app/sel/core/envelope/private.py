"""Private keys of ours, ready for use."""

from __future__ import annotations

from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_private_key

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.base.secret import Secret


def load_private(pkcs8: Secret) -> PrivateKeyTypes:
    """A key whose numbers were checked when it came in: testing its primes again costs 0.1 s.

    What it signs is verified before it leaves. Raises Damaged, UnsupportedAlgorithm.
    """
    try:
        return load_der_private_key(pkcs8.reveal(), None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError) as error:
        raise Damaged(detail="private key") from error
    except NotBuiltIn as error:
        raise UnsupportedAlgorithm(algorithm="private key") from error
