// Make Local Folders and an account that talks to nobody. args: address, name. Gives its identity.
const [address, name] = args;
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const accounts = MailServices.accounts;
if (accounts.accounts.length === 0) {
  accounts.createLocalMailAccount();
}
const server = accounts.createIncomingServer(address.split("@")[0], "127.0.0.1", "pop3");
server.doBiff = false;
server.loginAtStartUp = false;
const identity = accounts.createIdentity();
identity.email = address;
identity.fullName = name;
identity.composeHtml = false;
const outgoing = MailServices.outgoingServer.createServer("smtp");
outgoing.QueryInterface(Ci.nsISmtpServer).hostname = "127.0.0.1";
identity.smtpServerKey = outgoing.key;
const account = accounts.createAccount();
account.addIdentity(identity);
account.incomingServer = server;
accounts.defaultAccount = account;
Services.prefs.savePrefFile(null);
return identity.key;
