"""Numbers that macOS answers with, under Apple's names."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """What the framework answers (SecBase.h, Authorization.h), under Apple's names."""

    errSecSuccess = 0
    errSecDiskFull = -34
    errSecWrPerm = -61
    errSecUserCanceled = -128
    errSecNoAccessForItem = -25243
    errSecKeyIsSensitive = -25258
    errSecNoTrustSettings = -25263
    errSecNotAvailable = -25291
    errSecReadOnly = -25292
    errSecAuthFailed = -25293
    errSecNoSuchKeychain = -25294
    errSecInvalidKeychain = -25295
    errSecDuplicateItem = -25299
    errSecItemNotFound = -25300
    errSecNoDefaultKeychain = -25307
    errSecInteractionNotAllowed = -25308
    errSecInteractionRequired = -25315
    errSecDataNotAvailable = -25316
    errSecDecode = -26275
    errSecMissingEntitlement = -34018
    errSecInvalidKeyUsageMask = -67736
    errSecInvalidKeyAttributeMask = -67738
    errAuthorizationDenied = -60005
    errAuthorizationCanceled = -60006
    errAuthorizationInteractionNotAllowed = -60007


class CssmError(IntEnum):
    """What the library below the framework answers of a key, should it come through as it is.

    Names and numbers of cssmapple.h and cssmerr.h, which pyobjc does not have.
    """

    CSSMERR_CSP_USER_CANCELED = -2147415839
    CSSMERR_CSP_NO_USER_INTERACTION = -2147415840
    CSSMERR_CSP_OPERATION_AUTH_DENIED = -2147416032


class TrustResult(IntEnum):
    """What a trust setting says of a certificate (SecTrustSettings.h), under Apple's names."""

    kSecTrustSettingsResultTrustRoot = 1
    kSecTrustSettingsResultTrustAsRoot = 2
    kSecTrustSettingsResultDeny = 3
    kSecTrustSettingsResultUnspecified = 4
