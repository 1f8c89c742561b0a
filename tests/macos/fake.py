"""Security.framework in memory, as far as Sêl uses it.

It stands where pyobjc's module stands, below the seam. A name that the wheel does not have is not
here either; arguments are held against the wheel's signatures. What a function does is written
after Apple's headers and published source; what of that is not sure is in no test's favour here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from sel.base.secret import Secret
from sel.core.bundle import outline, read
from tests.macos.metadata import framework

OK, DUPLICATE, NOT_FOUND, AUTH_FAILED, NO_KEYCHAIN = 0, -25299, -25300, -25293, -25307
LOCKED, CANCELLED, DENIED, FULL = -25308, -128, -25293, -34
OLD_PBE = "pbe-sha1-3des"


@dataclass(eq=False)
class Keychain:
    """A file-based keychain; items are unique as Apple's are."""

    path: bytes
    certificates: list[Certificate] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)


@dataclass(eq=False)
class Certificate:
    der: bytes

    @property
    def read(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.der)

    @property
    def spki(self) -> bytes:
        return spki(self.read.public_key())


@dataclass(eq=False)
class Key:
    """access: who may use it without a question; None stands for the program that runs."""

    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    label: str
    access: list[bytes | None]

    @property
    def spki(self) -> bytes:
        return spki(self.private.public_key())


@dataclass(eq=False)
class Identity:
    certificate: Certificate
    key: Key


@dataclass(eq=False)
class Access:
    label: str
    programs: list[bytes | None]


@dataclass(eq=False)
class Policy:
    oid: str


@dataclass
class Error:
    """CFError."""

    status: int

    def code(self) -> int:
        return self.status


def spki(public: Any) -> bytes:
    return bytes(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


class FakeSecurity:
    """pyobjc's module.

    installed  paths of programs
    says_of_a_key_that_is_there  what an import answers: OK by Apple's source, DUPLICATE by some
    asked      which function used which key (its label) with a question to the person
    calls      every function in the order of calls
    """

    def __init__(self, *, installed: Sequence[str] = ()) -> None:
        self.login = Keychain(b"login.keychain-db")
        self.others: dict[bytes, Keychain] = {}
        self.installed = {path.encode() for path in installed}
        self.asked: list[tuple[str, str]] = []
        self.calls: list[str] = []
        self.preferences: dict[tuple[str, tuple[str, ...]], Identity] = {}
        self.says_of_a_key_that_is_there = OK
        self.trusted: dict[bytes, list[dict[str, Any]]] = {}
        self._faults: dict[str, tuple[int, int, bool]] = {}

    def fail(self, function: str, status: int, *, after: int = 0, always: bool = False) -> None:
        """Have a function fail after so many calls that do not; once, or always from then on."""
        assert function in framework().functions
        self._faults[function] = (status, after, always)

    def failed(self) -> bool:
        """Whether every fault that was ordered has been met."""
        return not self._faults

    def state(self) -> object:
        """All that is kept, to be compared."""
        return (
            sorted(each.der for each in self.login.certificates),
            sorted(each.spki for each in self.login.keys),
            {key: each.certificate.der for key, each in self.preferences.items()},
            {key: len(settings) for key, settings in self.trusted.items()},
        )

    def __getattr__(self, name: str) -> Any:
        known = framework()
        if name in _TYPES:
            assert name in known.types
            return _TYPES[name]
        if name in known.fixed:
            return known.fixed[name]
        if name in known.strings:
            return f"value of {name}"
        if name in known.functions:
            return self._function(name)
        raise AttributeError(name)

    def _function(self, name: str) -> Callable[..., Any]:
        declared = framework().functions[name]
        does = _DOES[name]

        def call(*arguments: Any) -> Any:
            assert len(arguments) == len(declared.arguments), name
            inside = []
            for place, (argument, kind) in enumerate(
                zip(arguments, declared.arguments, strict=True)
            ):
                if place in declared.outs:
                    assert argument is None, name
                    continue
                match kind.lstrip("n"):
                    case "I" | "q":
                        assert isinstance(argument, int), name
                    case "^t":
                        assert argument is None or isinstance(argument, bytes), name
                    case _:
                        assert kind == "@", (name, kind)
                inside.append(argument)
            self.calls.append(name)
            fault = self._fault(name)
            if fault is None:
                answer = does(self, *inside)
            elif declared.returns == "i":
                answer = (fault, *(None for _ in declared.outs))
            else:
                answer = (None, *(Error(fault) for _ in declared.outs))
            if not declared.outs:
                return answer[0] if isinstance(answer, tuple) else answer
            assert len(answer) == 1 + len(declared.outs), name
            return answer

        return call

    def _fault(self, name: str) -> int | None:
        if name not in self._faults:
            return None
        status, after, always = self._faults[name]
        if after:
            self._faults[name] = (status, after - 1, always)
            return None
        if not always:
            del self._faults[name]
        return status

    # --- what is looked for -------------------------------------------------------------------

    def keychains(self, query: dict[str, Any]) -> list[Keychain]:
        return list(query.get(self.kSecMatchSearchList) or [self.login, *self.others.values()])

    def identities(self, keychains: Sequence[Keychain]) -> list[Identity]:
        return [
            Identity(certificate, key)
            for chain in keychains
            for certificate in chain.certificates
            for key in chain.keys
            if key.spki == certificate.spki
        ]

    def use(self, function: str, key: Key) -> None:
        if None not in key.access:
            self.asked.append((function, key.label))


def matching(fake: FakeSecurity, query: dict[str, Any]) -> tuple[int, Any]:
    assert query[fake.kSecReturnRef] is True
    assert query[fake.kSecMatchLimit] == fake.kSecMatchLimitAll
    keychains = fake.keychains(query)
    found: list[Any]
    if query[fake.kSecClass] == fake.kSecClassIdentity:
        found = list(fake.identities(keychains))
    else:
        assert query[fake.kSecClass] == fake.kSecClassCertificate
        found = [each for chain in keychains for each in chain.certificates]
    return (OK, tuple(found)) if found else (NOT_FOUND, None)


def put(chain: Keychain, certificate: Certificate) -> int:
    """Certificates are unique by issuer and serial number."""
    new = certificate.read
    for each in chain.certificates:
        held = each.read
        if (held.issuer, held.serial_number) == (new.issuer, new.serial_number):
            return DUPLICATE
    chain.certificates.append(certificate)
    return OK


def item_add(fake: FakeSecurity, item: dict[str, Any]) -> tuple[int, None]:
    assert item[fake.kSecClass] == fake.kSecClassCertificate
    certificate = item[fake.kSecValueRef]
    return put(item[fake.kSecUseKeychain], Certificate(certificate.der)), None


def pkcs12_import(fake: FakeSecurity, file: bytes, options: dict[str, Any]) -> tuple[int, Any]:
    """That of macOS 10.13 to 14: the old encryption, HMAC-SHA-1, keys in shrouded bags."""
    seen = outline(file)
    if seen.mac != "hmac-sha1" or seen.open_keys or set(seen.ciphers) != {OLD_PBE}:
        return AUTH_FAILED, None
    assert isinstance(options[fake.kSecImportExportPassphrase], str)
    password = options[fake.kSecImportExportPassphrase]
    private, certificate, more = pkcs12.load_key_and_certificates(file, password.encode())
    assert isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    assert certificate is not None
    assert not more
    chain: Keychain = options[fake.kSecImportExportKeychain]
    access: Access = options[fake.kSecImportExportAccess]
    (entry,) = read(file, Secret(password)).entries
    key = Key(private, entry.friendly_name or "Imported Private Key", access.programs)
    if all(each.spki != key.spki for each in chain.keys):
        chain.keys.append(key)
    elif fake.says_of_a_key_that_is_there == DUPLICATE:
        return DUPLICATE, None
    put(chain, Certificate(certificate.public_bytes(Encoding.DER)))  # again is no error
    return OK, ()


def create_certificate(fake: FakeSecurity, allocator: None, der: bytes) -> Certificate | None:
    try:
        x509.load_der_x509_certificate(der)
    except ValueError:
        return None
    return Certificate(der)


def summary(fake: FakeSecurity, certificate: Certificate) -> str | None:
    names = certificate.read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else None


def program(fake: FakeSecurity, path: bytes | None) -> tuple[int, Any]:
    if path is not None and path not in fake.installed:
        return NOT_FOUND, None
    return OK, (path,)


def create_access(fake: FakeSecurity, label: str, programs: list[Any]) -> tuple[int, Access]:
    return OK, Access(label, [each[0] for each in programs])


def delete(fake: FakeSecurity, item: Any) -> int:
    """Exactly this item; an identity is none."""
    assert isinstance(item, Certificate | Key)
    for chain in (fake.login, *fake.others.values()):
        held: list[Any] = chain.keys if isinstance(item, Key) else chain.certificates
        if item in held:
            held.remove(item)
            return OK
    return NOT_FOUND


def preferred(
    fake: FakeSecurity, name: str, usage: list[str] | None, issuers: None
) -> Identity | None:
    """The one of this use, else whichever of this name stands first (SecIdentity.cpp)."""
    there = {each.certificate.der for each in fake.identities([fake.login])}
    of_name = [place for place in fake.preferences if place[0] == name]
    for place in ([(name, tuple(usage))] if usage else []) + of_name:
        found = fake.preferences.get(place)
        if found is not None and found.certificate.der in there:
            return found
    return None


def set_preferred(
    fake: FakeSecurity, identity: Identity | None, name: str, usage: list[str] | None
) -> int:
    """Without a use: in place of the first of this name; forgetting: all of them."""
    of_name = [place for place in fake.preferences if place[0] == name]
    if identity is None:
        for place in [(name, tuple(usage))] if usage else of_name:
            fake.preferences.pop(place, None)
        return OK
    if usage is None and of_name:
        del fake.preferences[of_name[0]]
    fake.preferences[name, tuple(usage or ())] = identity
    return OK


def trust(fake: FakeSecurity, certificate: Certificate, domain: int) -> tuple[int, Any]:
    assert domain == 0  # the person's own
    settings = fake.trusted.get(certificate.der)
    return (NOT_FOUND, None) if settings is None else (OK, settings)


def set_trust(
    fake: FakeSecurity, certificate: Certificate, domain: int, settings: list[dict[str, Any]]
) -> int:
    assert domain == 0
    assert isinstance(settings, list)
    fake.trusted[certificate.der] = settings
    return OK


def remove_trust(fake: FakeSecurity, certificate: Certificate, domain: int) -> int:
    assert domain == 0
    return OK if fake.trusted.pop(certificate.der, None) is not None else NOT_FOUND


def sign(fake: FakeSecurity, key: Key, algorithm: str, data: bytes) -> tuple[Any, Any]:
    fake.use("sign", key)
    if isinstance(key.private, rsa.RSAPrivateKey):
        assert algorithm == fake.kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA256
        signature = key.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
    else:
        assert algorithm == fake.kSecKeyAlgorithmECDSASignatureMessageX962SHA256
        signature = key.private.sign(data, ec.ECDSA(hashes.SHA256()))
    return memoryview(signature), None


def decrypt(fake: FakeSecurity, key: Key, algorithm: str, data: bytes) -> tuple[Any, Any]:
    fake.use("decrypt", key)
    assert algorithm == fake.kSecKeyAlgorithmRSAEncryptionPKCS1
    assert isinstance(key.private, rsa.RSAPrivateKey)
    return memoryview(key.private.decrypt(data, padding.PKCS1v15())), None


def create_key(fake: FakeSecurity, data: bytes, attributes: dict[str, str]) -> tuple[Any, Any]:
    assert attributes == {
        fake.kSecAttrKeyType: fake.kSecAttrKeyTypeECSECPrimeRandom,
        fake.kSecAttrKeyClass: fake.kSecAttrKeyClassPublic,
    }
    curves = {65: ec.SECP256R1(), 97: ec.SECP384R1(), 133: ec.SECP521R1()}
    return ec.EllipticCurvePublicKey.from_encoded_point(curves[len(data)], data), None


def exchange(
    fake: FakeSecurity, key: Key, algorithm: str, public: Any, parameters: dict[str, Any]
) -> tuple[Any, Any]:
    fake.use("agree", key)
    assert algorithm == fake.kSecKeyAlgorithmECDHKeyExchangeStandard
    assert parameters == {}
    assert isinstance(key.private, ec.EllipticCurvePrivateKey)
    return memoryview(key.private.exchange(ec.ECDH(), public)), None


def copy_default(fake: FakeSecurity) -> tuple[int, Keychain]:
    return OK, fake.login


def open_keychain(fake: FakeSecurity, path: bytes) -> tuple[int, Keychain]:
    return OK, fake.others.setdefault(path, Keychain(path))


_TYPES: dict[str, type] = {"SecPolicyRef": Policy}
_DOES: dict[str, Callable[..., Any]] = {
    "SecAccessCreate": create_access,
    "SecCertificateCopyData": lambda fake, certificate: memoryview(certificate.der),
    "SecCertificateCopySubjectSummary": summary,
    "SecCertificateCreateWithData": create_certificate,
    "SecIdentityCopyCertificate": lambda fake, identity: (OK, identity.certificate),
    "SecIdentityCopyPreferred": preferred,
    "SecIdentityCopyPrivateKey": lambda fake, identity: (OK, identity.key),
    "SecIdentitySetPreferred": set_preferred,
    "SecItemAdd": item_add,
    "SecItemCopyMatching": matching,
    "SecKeyCopyKeyExchangeResult": exchange,
    "SecKeyCreateDecryptedData": decrypt,
    "SecKeyCreateSignature": sign,
    "SecKeyCreateWithData": create_key,
    "SecKeychainCopyDefault": copy_default,
    "SecKeychainItemDelete": delete,
    "SecKeychainOpen": open_keychain,
    "SecPKCS12Import": pkcs12_import,
    "SecPolicyCopyProperties": lambda fake, policy: {fake.kSecPolicyOid: policy.oid},
    "SecPolicyCreateWithProperties": lambda fake, oid, properties: Policy(oid),
    "SecTrustSettingsCopyTrustSettings": trust,
    "SecTrustSettingsRemoveTrustSettings": remove_trust,
    "SecTrustSettingsSetTrustSettings": set_trust,
    "SecTrustedApplicationCreateFromPath": program,
}
