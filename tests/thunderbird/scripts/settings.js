// What Thunderbird makes of an account's settings. args: the identity's key.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const identity = MailServices.accounts.getIdentity(args[0]);
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const secure = Cc["@mozilla.org/nsCMSSecureMessage;1"].getService(Ci.nsICMSSecureMessage);
const found = {};
for (const role of ["signing", "encryption"]) {
  const key = identity.getCharAttribute(`${role}_cert_dbkey`);
  const certificate = key ? database.findCertByDBKey(key) : null;
  found[role] = certificate && {
    sha256: certificate.sha256Fingerprint.replaceAll(":", "").toLowerCase(),
    name: certificate.displayName,
    sameName: certificate.displayName === identity.getUnicharAttribute(`${role}_cert_name`),
    sameKey: certificate.dbKey === key,
    signs: secure.canBeUsedForEmailSigning(certificate),
    encrypts: secure.canBeUsedForEmailEncryption(certificate),
  };
}
found.signMail = identity.signMail;
found.encryptionPolicy = identity.encryptionPolicy;
found.prefers = identity.getIntAttribute("e2etechpref");
return found;
