"""Security.framework through pyobjc; no other module knows either of them.

A method is one call of the framework with its arguments put in order; what the calls mean for a
person's certificates is said by the modules that use them. `tests/macos` holds every name and
signature in here against pyobjc's own list of them.

References are to items of file-based keychains, the only ones where Mail and Outlook look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NewType

from sel.stores._macos_codes import Status, TrustResult

KeychainRef = NewType("KeychainRef", object)
CertificateRef = NewType("CertificateRef", object)
IdentityRef = NewType("IdentityRef", object)
KeyRef = NewType("KeyRef", object)
AccessRef = NewType("AccessRef", object)


@dataclass(frozen=True, slots=True)
class TrustSetting:
    """One use for which a certificate is trusted, or not.

    raw         as the framework takes it
    about_mail  whether it decides about S/MIME: by its policy, or because it names none
    result      as in `TrustResult`
    """

    raw: Mapping[str, Any]
    about_mail: bool
    result: int


class MacosFailure(Exception):
    """A call that failed.

    call    the function's name
    status  OSStatus, or the code of a CFError
    """

    def __init__(self, call: str, status: int) -> None:
        super().__init__(f"{call} {status}")
        self.call, self.status = call, status


class Security:
    """The framework's functions. All raise MacosFailure; any may make macOS ask the person."""

    def __init__(self, framework: Any = None) -> None:
        """framework: pyobjc's module. Raises ImportError if it is not there."""
        if framework is None:
            import Security as pyobjc

            framework = pyobjc
        self._api = framework

    # --- keychains --------------------------------------------------------------------------

    def default_keychain(self) -> KeychainRef:
        """Where new items of this person go; the login keychain, if nobody changed that."""
        status, keychain = self._api.SecKeychainCopyDefault(None)
        self._check("SecKeychainCopyDefault", status)
        return KeychainRef(keychain)

    def keychain_at(self, path: Path) -> KeychainRef:
        """The one in this file; that it is there is found out when it is used."""
        status, keychain = self._api.SecKeychainOpen(str(path).encode(), None)
        self._check("SecKeychainOpen", status)
        return KeychainRef(keychain)

    # --- items ------------------------------------------------------------------------------

    def certificates(self, keychain: KeychainRef | None) -> Sequence[CertificateRef]:
        """Every certificate in it; None for all keychains that are searched."""
        found = self._matching(self._api.kSecClassCertificate, keychain)
        return [CertificateRef(each) for each in found]

    def identities(self, keychain: KeychainRef) -> Sequence[IdentityRef]:
        """Every certificate whose private key is there, too, expired ones among them."""
        found = self._matching(self._api.kSecClassIdentity, keychain)
        return [IdentityRef(each) for each in found]

    def certificate_of(self, identity: IdentityRef) -> CertificateRef:
        """The certificate of an identity."""
        status, certificate = self._api.SecIdentityCopyCertificate(identity, None)
        self._check("SecIdentityCopyCertificate", status)
        return CertificateRef(certificate)

    def key_of(self, identity: IdentityRef) -> KeyRef:
        """The private key of an identity; a reference, not its value."""
        status, key = self._api.SecIdentityCopyPrivateKey(identity, None)
        self._check("SecIdentityCopyPrivateKey", status)
        return KeyRef(key)

    def certificate(self, der: bytes) -> CertificateRef:
        """One that is in no keychain yet."""
        certificate = self._api.SecCertificateCreateWithData(None, der)
        if certificate is None:
            raise MacosFailure("SecCertificateCreateWithData", Status.errSecDecode)
        return CertificateRef(certificate)

    def der(self, certificate: CertificateRef) -> bytes:
        """X.509, DER."""
        return bytes(self._api.SecCertificateCopyData(certificate))

    def summary(self, certificate: CertificateRef) -> str | None:
        """What macOS calls it in its lists."""
        summary = self._api.SecCertificateCopySubjectSummary(certificate)
        return None if summary is None else str(summary)

    def add(self, certificate: CertificateRef, keychain: KeychainRef) -> bool:
        """Put a certificate there, with trust for nothing; False if it was there."""
        item = {
            self._api.kSecClass: self._api.kSecClassCertificate,
            self._api.kSecValueRef: certificate,
            self._api.kSecUseKeychain: keychain,
        }
        status, _ = self._api.SecItemAdd(item, None)
        return self._was_new("SecItemAdd", status)

    def import_pkcs12(
        self, file: bytes, password: str, keychain: KeychainRef, access: AccessRef
    ) -> bool:
        """Put what is in a PKCS#12 file there; False if something of it was there."""
        options = {
            self._api.kSecImportExportPassphrase: password,
            self._api.kSecImportExportKeychain: keychain,
            self._api.kSecImportExportAccess: access,
        }
        status, _ = self._api.SecPKCS12Import(file, options, None)
        return self._was_new("SecPKCS12Import", status)

    def access(self, label: str, programs: Sequence[Path], *, ourselves: bool) -> AccessRef:
        """Who may use a new key without a question to the person.

        label      what macOS calls the key in that question
        programs   those that are not there are left out
        ourselves  whether the program that runs now is one of them
        """
        paths = ([None] if ourselves else []) + [str(path).encode() for path in programs]
        trusted = []
        for path in paths:
            status, program = self._api.SecTrustedApplicationCreateFromPath(path, None)
            if status == Status.errSecSuccess:
                trusted.append(program)
        status, access = self._api.SecAccessCreate(label, trusted, None)
        self._check("SecAccessCreate", status)
        return AccessRef(access)

    def delete(self, item: CertificateRef | KeyRef) -> None:
        """Remove this one item from its keychain.

        Not SecItemDelete, which removes whatever a query happens to match.
        """
        status = self._api.SecKeychainItemDelete(item)
        if status != Status.errSecItemNotFound:
            self._check("SecKeychainItemDelete", status)

    # --- preferences ------------------------------------------------------------------------

    def preferred(self, address: str, *, only_signing: bool) -> IdentityRef | None:
        """The identity that mail programs are to take for this address.

        only_signing  the one for signatures, or what there is without one; else any that there is
        """
        usage = self._usage(only_signing)
        identity = self._api.SecIdentityCopyPreferred(address, usage, None)
        return None if identity is None else IdentityRef(identity)

    def set_preferred(
        self, identity: IdentityRef | None, address: str, *, only_signing: bool
    ) -> None:
        """Set it, for signatures alone or in place of all there are; None forgets it or them."""
        usage = self._usage(only_signing)
        status = self._api.SecIdentitySetPreferred(identity, address, usage)
        self._check("SecIdentitySetPreferred", status)

    # --- trust ------------------------------------------------------------------------------

    def trust(self, certificate: CertificateRef) -> Sequence[TrustSetting] | None:
        """What this person set for it: None without settings, empty for trust in every use."""
        user = self._api.kSecTrustSettingsDomainUser
        status, settings = self._api.SecTrustSettingsCopyTrustSettings(certificate, user, None)
        if status in {Status.errSecItemNotFound, Status.errSecNoTrustSettings}:
            return None
        self._check("SecTrustSettingsCopyTrustSettings", status)
        return None if settings is None else [self._setting(each) for each in settings]

    def set_trust(self, certificate: CertificateRef, settings: Sequence[TrustSetting]) -> None:
        """Set it for this person; not empty, which would be every use. macOS asks a password."""
        if not settings:
            raise ValueError("no settings are trust in every use")
        user, raw = self._api.kSecTrustSettingsDomainUser, [each.raw for each in settings]
        status = self._api.SecTrustSettingsSetTrustSettings(certificate, user, raw)
        self._check("SecTrustSettingsSetTrustSettings", status)

    def remove_trust(self, certificate: CertificateRef) -> None:
        """Forget what this person set for it. macOS asks for a password."""
        user = self._api.kSecTrustSettingsDomainUser
        status = self._api.SecTrustSettingsRemoveTrustSettings(certificate, user)
        self._check("SecTrustSettingsRemoveTrustSettings", status)

    def mail_root(self) -> TrustSetting:
        """Trusted as a root under the S/MIME policy and no other."""
        policy = self._api.SecPolicyCreateWithProperties(self._api.kSecPolicyAppleSMIME, None)
        if policy is None:
            raise MacosFailure("SecPolicyCreateWithProperties", Status.errSecItemNotFound)
        result = TrustResult.kSecTrustSettingsResultTrustRoot
        raw = {
            self._api.kSecTrustSettingsPolicy: policy,
            self._api.kSecTrustSettingsResult: int(result),
        }
        return TrustSetting(raw, about_mail=True, result=result)

    # --- keys -------------------------------------------------------------------------------

    def sign(self, key: KeyRef, data: bytes, *, rsa: bool) -> bytes:
        """With SHA-256: RSA PKCS#1 v1.5, or ECDSA as Ecdsa-Sig-Value, DER (RFC 3279 2.2.3)."""
        if rsa:
            algorithm = self._api.kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA256
        else:
            algorithm = self._api.kSecKeyAlgorithmECDSASignatureMessageX962SHA256
        signature, error = self._api.SecKeyCreateSignature(key, algorithm, data, None)
        return self._data("SecKeyCreateSignature", signature, error)

    def decrypt(self, key: KeyRef, sealed: bytes) -> bytes:
        """RSA PKCS#1 v1.5."""
        algorithm = self._api.kSecKeyAlgorithmRSAEncryptionPKCS1
        plain, error = self._api.SecKeyCreateDecryptedData(key, algorithm, sealed, None)
        return self._data("SecKeyCreateDecryptedData", plain, error)

    def agree(self, key: KeyRef, point: bytes) -> bytes:
        """The ECDH secret with a public point (X9.62, uncompressed) of the same curve."""
        attributes = {
            self._api.kSecAttrKeyType: self._api.kSecAttrKeyTypeECSECPrimeRandom,
            self._api.kSecAttrKeyClass: self._api.kSecAttrKeyClassPublic,
        }
        public, error = self._api.SecKeyCreateWithData(point, attributes, None)
        if public is None:
            raise MacosFailure("SecKeyCreateWithData", _code(error))
        algorithm = self._api.kSecKeyAlgorithmECDHKeyExchangeStandard
        secret, error = self._api.SecKeyCopyKeyExchangeResult(key, algorithm, public, {}, None)
        return self._data("SecKeyCopyKeyExchangeResult", secret, error)

    def export(self, key: KeyRef, password: str) -> bytes:
        """EncryptedPrivateKeyInfo (RFC 5958 3), DER; macOS gives no key out in the clear."""
        how = self._api.SecItemImportExportKeyParameters(version=0, passphrase=password)
        form = self._api.kSecFormatWrappedPKCS8
        status, sealed = self._api.SecItemExport(key, form, 0, how, None)
        self._check("SecItemExport", status)
        return bytes(sealed)

    # --- what they have in common -----------------------------------------------------------

    def _matching(self, kind: object, keychain: KeychainRef | None) -> Sequence[object]:
        query = {
            self._api.kSecClass: kind,
            self._api.kSecMatchLimit: self._api.kSecMatchLimitAll,
            self._api.kSecReturnRef: True,
        }
        if keychain is not None:
            query[self._api.kSecMatchSearchList] = [keychain]
        status, found = self._api.SecItemCopyMatching(query, None)
        if status == Status.errSecItemNotFound:
            return []
        self._check("SecItemCopyMatching", status)
        return list(found)

    def _setting(self, raw: Mapping[str, Any]) -> TrustSetting:
        policy = raw.get(self._api.kSecTrustSettingsPolicy)
        # A policy goes by its identifier, and may come as that alone.
        identifier = policy
        if isinstance(policy, self._api.SecPolicyRef):
            properties = self._api.SecPolicyCopyProperties(policy) or {}
            identifier = properties.get(self._api.kSecPolicyOid)
        about_mail = policy is None or bool(identifier == self._api.kSecPolicyAppleSMIME)
        # Without a result it is that of a root (SecTrustSettings.h).
        plain = TrustResult.kSecTrustSettingsResultTrustRoot
        result = int(raw.get(self._api.kSecTrustSettingsResult, plain))
        return TrustSetting(raw, about_mail, result)

    def _usage(self, only_signing: bool) -> Sequence[object] | None:
        return [self._api.kSecAttrCanSign] if only_signing else None

    @staticmethod
    def _check(call: str, status: int) -> None:
        if status != Status.errSecSuccess:
            raise MacosFailure(call, status)

    @classmethod
    def _was_new(cls, call: str, status: int) -> bool:
        if status == Status.errSecDuplicateItem:
            return False
        cls._check(call, status)
        return True

    @staticmethod
    def _data(call: str, data: Any, error: Any) -> bytes:
        if data is None:
            raise MacosFailure(call, _code(error))
        return bytes(data)


def _code(error: Any) -> int:
    """That of a CFError; 0, which is none of a failure, if there is no error either."""
    return 0 if error is None else int(error.code())
