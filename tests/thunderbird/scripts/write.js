// Write a mail in the compose window and leave it to be sent later. args: to, subject, text,
// whether the person presses "Encrypt". Gives what the window said before, and the mail.
const [to, subject, text, encrypt] = args;
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const parameters = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(
  Ci.nsIMsgComposeParams
);
const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(
  Ci.nsIMsgCompFields
);
fields.to = to;
fields.subject = subject;
fields.body = text;
parameters.composeFields = fields;
parameters.type = Ci.nsIMsgCompType.New;
parameters.format = Ci.nsIMsgCompFormat.PlainText;
parameters.identity = MailServices.accounts.defaultAccount.defaultIdentity;
const opened = new Promise(resolve => {
  const observer = {
    observe(window, topic) {
      if (topic === "domwindowopened") {
        Services.ww.unregisterNotification(observer);
        resolve(window);
      }
    },
  };
  Services.ww.registerNotification(observer);
});
MailServices.compose.OpenComposeWindowWithParams(null, parameters);
const window = await opened;
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
// Not the window's own timer: that one stops when its first, empty page goes.
const pause = () => new Promise(resolve => setTimeout(resolve, 50));
while (window.document.readyState !== "complete" || window.location.href === "about:blank") {
  await pause();
}
const inside = new Cu.Sandbox(window, { sandboxPrototype: window, wantXrays: false });
const state = () =>
  JSON.parse(
    Cu.evalInSandbox(
      "JSON.stringify({sign: gSendSigned, encrypt: gSendEncrypted, pgp: gSelectedTechnologyIsPGP})",
      inside
    )
  );
const until = async holds => {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) {
      return true;
    }
    await pause();
  }
  return false;
};
await until(() => window.composeEditorReady);
await until(() => state().sign || state().encrypt);
const before = state();
if (encrypt && !before.encrypt) {
  Cu.evalInSandbox("toggleEncryptMessage()", inside);
  await until(() => state().encrypt);
}
const outbox = () => {
  const root = MailServices.accounts.localFoldersServer.rootFolder;
  return root.containsChildNamed("Unsent Messages") ? root.getChildNamed("Unsent Messages") : null;
};
const sent = () =>
  [...(outbox()?.messages ?? [])].find(each => each.mime2DecodedSubject === subject);
Cu.evalInSandbox("GenericSendMessage(Ci.nsIMsgCompDeliverMode.Later)", inside);
if (!(await until(sent))) {
  const said = [...Services.wm.getEnumerator(null)].map(
    each => `${each.document.documentURI}: ${each.document.documentElement.textContent.trim()}`
  );
  throw new Error(`it was not written: ${said.join(" | ").slice(0, 2000)}`);
}
const header = sent();
const stream = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);
stream.setInputStream(header.folder.getMsgInputStream(header, {}));
let mail = "";
while (mail.length < header.messageSize && stream.available()) {
  mail += stream.readBytes(Math.min(stream.available(), header.messageSize - mail.length));
}
return { before, mail };
