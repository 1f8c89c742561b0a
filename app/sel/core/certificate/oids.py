"""Names of what object identifiers stand for in certificates."""

from __future__ import annotations

from sel.core.publickey import POST_QUANTUM_SIGNATURES, RSA_PSS

EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0"
SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9"
EMAIL_ATTRIBUTE = "1.2.840.113549.1.9.1"
COMMON_NAME, ORGANISATION = "2.5.4.3", "2.5.4.10"

SUBJECT_KEY, KEY_USAGE, ALTERNATIVE_NAME = "2.5.29.14", "2.5.29.15", "2.5.29.17"
BASIC_CONSTRAINTS, CRL_POINTS, POLICIES = "2.5.29.19", "2.5.29.31", "2.5.29.32"
AUTHORITY_KEY, EXTENDED_USAGE = "2.5.29.35", "2.5.29.37"

EXTENDED = {
    "1.3.6.1.5.5.7.3.1": "serverAuth",
    "1.3.6.1.5.5.7.3.2": "clientAuth",
    "1.3.6.1.5.5.7.3.3": "codeSigning",
    EMAIL_PROTECTION: "emailProtection",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
    "1.3.6.1.5.5.7.3.9": "OCSPSigning",
    ANY_EXTENDED_KEY_USAGE: "anyExtendedKeyUsage",
}
KEY_USAGE_BITS = (
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
)
SIGNATURES = {
    "1.2.840.113549.1.1.2": "rsa-md2",
    "1.2.840.113549.1.1.4": "rsa-md5",
    "1.2.840.113549.1.1.5": "rsa-sha1",
    "1.3.14.3.2.29": "rsa-sha1",
    "1.2.840.113549.1.1.14": "rsa-sha224",
    "1.2.840.113549.1.1.11": "rsa-sha256",
    "1.2.840.113549.1.1.12": "rsa-sha384",
    "1.2.840.113549.1.1.13": "rsa-sha512",
    "2.16.840.1.101.3.4.3.14": "rsa-sha3-256",
    "2.16.840.1.101.3.4.3.15": "rsa-sha3-384",
    "2.16.840.1.101.3.4.3.16": "rsa-sha3-512",
    "1.2.840.10045.4.1": "ecdsa-sha1",
    "1.2.840.10045.4.3.1": "ecdsa-sha224",
    "1.2.840.10045.4.3.2": "ecdsa-sha256",
    "1.2.840.10045.4.3.3": "ecdsa-sha384",
    "1.2.840.10045.4.3.4": "ecdsa-sha512",
    "2.16.840.1.101.3.4.3.10": "ecdsa-sha3-256",
    "2.16.840.1.101.3.4.3.11": "ecdsa-sha3-384",
    "2.16.840.1.101.3.4.3.12": "ecdsa-sha3-512",
    "1.2.840.10040.4.3": "dsa-sha1",
    "2.16.840.1.101.3.4.3.1": "dsa-sha224",
    "2.16.840.1.101.3.4.3.2": "dsa-sha256",
    "1.3.101.112": "ed25519",
    "1.3.101.113": "ed448",
    "1.2.156.10197.1.501": "sm2-sm3",
    "1.2.643.2.2.3": "gost2001-gost94",
    "1.2.643.7.1.1.3.2": "gost2012-256",
    "1.2.643.7.1.1.3.3": "gost2012-512",
    **POST_QUANTUM_SIGNATURES,
}
SHA1 = "1.3.14.3.2.26"
_HASHES = {
    SHA1: "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


def signature(algorithm: str, hash_: str) -> str:
    """The signature algorithm as in the command line's JSON: "rsa-sha256", else dotted.

    hash_  of the parameters of RSASSA-PSS, dotted, "" for one that cannot be read
    """
    if algorithm == RSA_PSS:
        return f"rsa-pss-{_HASHES.get(hash_, 'unknown')}"
    return SIGNATURES.get(algorithm, algorithm)
