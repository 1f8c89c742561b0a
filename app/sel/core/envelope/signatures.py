"""The mathematics of one signature."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa, utils

from sel.base.errors import Damaged, TooLarge, UnsupportedAlgorithm
from sel.core import verifying_key
from sel.core.envelope import algorithms, structure
from sel.core.envelope.structure import Algorithm

_MAX_SALT = 512


def signature_name(used: Algorithm, digest: str) -> str:
    """ "rsa-sha256", "rsa-pss-sha256", "ecdsa-sha384", "ed25519", … or the dotted identifier."""
    family, named = algorithms.SIGNATURES.get(used.oid, (used.oid, None))
    if family in {"rsa", "rsa-pss", "ecdsa", "dsa"}:
        return f"{family}-{named or digest}"
    return family


def fits(
    spki: bytes, used: Algorithm, signature: bytes, data: bytes | memoryview, digest: str
) -> bool:
    """Whether `signature` is one over `data` by the holder of this public key.

    digest  name from algorithms.DIGESTS that the message gives; another one named by the
            signature algorithm itself never fits
    Raises UnsupportedAlgorithm for what cannot be judged here.
    """
    family, named = algorithms.SIGNATURES.get(used.oid, ("", None))
    if not family:
        raise UnsupportedAlgorithm(algorithm=algorithms.shown(used.oid))
    if named is not None and named != digest:
        return False
    public = verifying_key.read(spki)
    whole = bytes(data)  # as the library asks; attributes are short, bytes are not copied
    try:
        match family, public:
            case "rsa", rsa.RSAPublicKey():
                if verifying_key.restricted(spki) is not None:
                    return False  # RFC 4055 1.2: such a key signs by RSASSA-PSS alone
                chosen = algorithms.hash_named(digest)
                public.verify(signature, whole, padding.PKCS1v15(), chosen)
            case "rsa-pss", rsa.RSAPublicKey():
                mask, salt = _pss(used, digest)
                limits = verifying_key.restricted(spki)
                if limits and (limits[:2] != (digest, mask) or salt < limits[2]):
                    return False
                scheme = padding.PSS(padding.MGF1(algorithms.hash_named(mask)), salt)
                public.verify(signature, whole, scheme, algorithms.hash_named(digest))
            case "ecdsa", ec.EllipticCurvePublicKey():
                chosen = algorithms.hash_named(digest)
                prehashed = ec.ECDSA(utils.Prehashed(chosen))
                public.verify(signature, algorithms.digest_of(digest, data), prehashed)
            case "dsa", dsa.DSAPublicKey():  # historic mail (RFC 8551 B)
                public.verify(signature, data, algorithms.hash_named(digest))
            case "ed25519", ed25519.Ed25519PublicKey():
                public.verify(signature, data)
            case "ed448", ed448.Ed448PublicKey():
                public.verify(signature, data)
            case _:
                return False
    except (InvalidSignature, Damaged, TooLarge, ValueError):
        return False
    except NotBuiltIn as error:
        raise UnsupportedAlgorithm(algorithm=signature_name(used, digest)) from error
    return True


def _pss(used: Algorithm, digest: str) -> tuple[str, int]:
    """Digest of the mask and salt of RSASSA-PSS-params (RFC 4055 3.1).

    The digest has to be that of the message (RFC 4056). Raises Damaged, UnsupportedAlgorithm.
    """
    found, mask, salt = "sha1", "sha1", 20
    for element in () if used.parameters is None else used.parameters.fields().rest():
        inner = element.inner()
        match element.tag:
            case 0x80:
                found = algorithms.DIGESTS.get(structure.algorithm(inner).oid, "")
            case 0x81:
                generator = structure.algorithm(inner)
                if generator.oid != algorithms.MGF1 or generator.parameters is None:
                    raise UnsupportedAlgorithm(algorithm=generator.oid)
                oid = structure.algorithm(generator.parameters).oid
                mask = algorithms.DIGESTS.get(oid, "")
            case 0x82:
                salt = inner.integer()
            case 0x83 if inner.integer() == 1:
                pass
            case _:
                raise Damaged(detail="RSASSA-PSS parameters")
    if found != digest or not 0 <= salt <= _MAX_SALT:
        raise Damaged(detail="RSASSA-PSS parameters")
    return mask, salt
