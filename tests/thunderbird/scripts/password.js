// Give the profile's keys a primary password, as its settings do. args: the password.
const token = Cc["@mozilla.org/security/internalkeytoken;1"].createInstance(Ci.nsIPKCS11Token);
token.changePassword("", args[0]);
return token.hasPassword;
