"""What each function of the framework in memory does.

Written after Apple's headers and published source; what of that is not sure is in no test's
favour here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from sel.base.secret import Secret
from sel.core.bundle import outline, read
from tests.macos.items import (
    AUTH_FAILED,
    DUPLICATE,
    NOT_AVAILABLE,
    NOT_FOUND,
    OK,
    Access,
    Certificate,
    Identity,
    Key,
    Keychain,
    Policy,
)

if TYPE_CHECKING:
    from tests.macos.fake import FakeSecurity

OLD_PBE = "pbe-sha1-3des"


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


def item_export(
    fake: FakeSecurity, key: Key, form: int, flags: int, how: dict[str, Any]
) -> tuple[int, Any]:
    """A key sealed under a passphrase (PBES2, as .NET has found macOS to write it)."""
    assert form == fake.kSecFormatWrappedPKCS8
    assert flags == 0
    assert how["version"] == 0
    if key.stays:
        return NOT_AVAILABLE, None
    fake.use("export", key)
    seal = BestAvailableEncryption(how["passphrase"].encode())
    return OK, memoryview(key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, seal))


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


TYPES: dict[str, type] = {"SecPolicyRef": Policy}
DOES: dict[str, Callable[..., Any]] = {
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
    "SecItemExport": item_export,
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
