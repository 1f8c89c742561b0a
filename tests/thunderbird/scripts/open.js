// Open a mail in a window of its own, as a person does. args: the mail, octets as characters.
// Gives what stands there: icons of encryption and signature, and the text.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const root = MailServices.accounts.localFoldersServer.rootFolder;
root.QueryInterface(Ci.nsIMsgLocalMailFolder);
if (!root.containsChildNamed("prawf")) {
  root.createSubfolder("prawf", null);
}
const folder = root.getChildNamed("prawf").QueryInterface(Ci.nsIMsgLocalMailFolder);
const header = folder.addMessage(args[0]);
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
MailUtils.openMessageInNewWindow(header);
const window = await opened;
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
// Not the window's own timer: that one stops when its first, empty page goes.
const pause = () => new Promise(resolve => setTimeout(resolve, 50));
const icon = (document, id) => {
  const image = document.getElementById(id);
  const source = image && !image.hidden && image.getAttribute("src");
  return source ? source.replace(/.*\/message-(.*)\.svg/, "$1") : null;
};
let seen = null;
let quiet = 0;
for (let tries = 0; tries < 400 && quiet < 10; tries++) {
  const inner = window.document.getElementById("messageBrowser")?.contentWindow;
  const text = inner?.getMessagePaneBrowser?.()?.contentDocument?.body?.textContent ?? "";
  const tech = inner?.document.getElementById("cryptoBox")?.getAttribute("tech") ?? null;
  // What does not open has no text.
  if (inner?.document.readyState === "complete" && (text || tech)) {
    const document = inner.document;
    const now = {
      tech,
      encrypted: icon(document, "encryptedHdrIcon"),
      signed: icon(document, "signedHdrIcon"),
      text,
    };
    // The signature is judged after the text stands there: wait until nothing changes any more.
    quiet = JSON.stringify(now) === JSON.stringify(seen) ? quiet + 1 : 0;
    seen = now;
  }
  await pause();
}
window.close();
return seen;
