// main.cf as text and as switches, and when the server reads it.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

test("a switch edits the text in place", async () => {
  const before = "# mine\nbroken_sasl_auth_clients =   no\n# kept\n";
  const start = await page.config();
  await page.writeConfig(start + before);
  await page.toggle("broken_sasl_auth_clients").check();
  await page.expectConfig(start + before.replace("no\n", "yes\n"));
});

test("the text moves the switch", async () => {
  const start = await page.config();
  await page.writeConfig(`${start}smtpd_sasl_auth_enable = yes\n`);
  await expect(page.toggle("smtpd_sasl_auth_enable")).toBeChecked();
  await page.writeConfig(start);
  await expect(page.toggle("smtpd_sasl_auth_enable")).not.toBeChecked();
});

test("checkboxes write the security options", async ({ lab }) => {
  await lab.getByRole("checkbox", { name: "noplaintext" }).check();
  await page.expectConfig(/smtpd_sasl_security_options = noanonymous, noplaintext\n/);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.line("250-AUTH DIGEST-MD5 CRAM-MD5 GSSAPI")).toBeVisible();
});

test("the order of a list is changed by keys, and the focus goes along", async ({ lab }) => {
  const start = await page.config();
  const name = "smtpd_recipient_restrictions";
  await page.writeConfig(`${start}${name} =\n    permit_mynetworks,\n    reject_unauth_destination\n`);
  await page.server.getByRole("button", { name: "Move reject_unauth_destination up" }).last().focus();
  await lab.keyboard.press("Enter");
  await expect(lab.getByRole("button", { name: "Move reject_unauth_destination down" }).last()).toBeFocused();
  await page.expectConfig(
    `${start}${name} =\n    reject_unauth_destination,\n    permit_mynetworks\n`,
  );
});

test("a configuration that is pasted over all of another takes the users along", async ({ lab }) => {
  const other = "compatibility_level = 3.6\nmyhostname = mx.example.org\nsmtpd_sasl_auth_enable = yes\n";
  await page.writeConfig(`${other}smtpd_sasl_local_domain = $myhostname\n`);
  await page.show("Users");
  const realm = page.server.getByRole("textbox", { name: "realm of user 1" });
  await expect(realm).toHaveValue("mx.example.org");
  await page.button("Undo").click();
  await expect(realm).toHaveValue("mail.example.com");
  // What is typed is an edit: the users of a real server stay where they are.
  await page.show("main.cf");
  await page.mainCf.press("ControlOrMeta+Home");
  await lab.keyboard.insertText("smtpd_sasl_local_domain = example.org\n");
  await page.show("Users");
  await expect(realm).toHaveValue("mail.example.com");
});

test("with reload by hand the server keeps what it has read", async () => {
  await page.toggle("reload after each edit").uncheck();
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.server.getByRole("status")).toContainText("still runs what it read before");
  await expect(page.transcript).not.toContainText("250-AUTH");
  await page.button("postfix reload").click();
  await expect(page.transcript).toContainText("250-AUTH");
  await expect(page.server.getByRole("status")).toContainText("has read this text");
});

test("the release decides how the server speaks", async () => {
  await expect(page.line("250-ENHANCEDSTATUSCODES")).toBeVisible();
  await page.release.selectOption("1.1.7");
  await expect(page.line("250-XVERP")).toContainText("new");
  await expect(page.line("250-ENHANCEDSTATUSCODES")).toContainText("gone");
});

test("a value that Postfix cannot read stops the server, and says so in place", async ({ lab }) => {
  const start = await page.config();
  await page.writeConfig(`${start}smtpd_sasl_auth_enable = maybe\n`);
  await expect(page.transcript).toContainText("The server does not start.");
  await expect(page.transcript).toContainText("fatal: ");
  await page.expectConfig(`${start}smtpd_sasl_auth_enable = maybe\n`);
  await expectAccessible(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.transcript).toContainText("250-AUTH");
});

const ODD: [string, string][] = [
  ["an empty text", ""],
  ["octets that were no UTF-8", "smtpd_banner = caf\uFFFD\n"],
  ["NULs", "myhostname = mail\0.example.com\n\0\n"],
  ["values that need each other", "a = $b\nb = $a\nmyhostname = $a\n"],
  ["no equals sign", "smtpd_sasl_auth_enable yes\n"],
];

for (const [what, text] of ODD) {
  test(`${what} is kept, and the page goes on`, async () => {
    await page.writeConfig(text);
    await expect(page.transcript).not.toBeEmpty();
    await page.expectConfig(text);
    await page.writeConfig("compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n");
    await expect(page.transcript).toContainText("250-AUTH");
  });
}

test("a megabyte is pasted, kept, and the page goes on", async ({ lab, context }) => {
  const megabyte = `compatibility_level = 3.6\n${"# remark\n".repeat(120_000)}`;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await lab.evaluate((text) => navigator.clipboard.writeText(text), megabyte);
  await page.show("main.cf");
  await page.mainCf.press("ControlOrMeta+a");
  await page.mainCf.press("ControlOrMeta+v");
  await expect.poll(async () => (await page.exported()).length).toBe(megabyte.length);
  await expect(page.transcript).not.toBeEmpty();
  await page.show("Switches");
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.transcript).toContainText("250-AUTH");
  const text = await page.exported();
  expect(text.slice(megabyte.length)).toBe("smtpd_sasl_auth_enable = yes\n");
});

test("an unknown parameter is remarked", async ({ lab }) => {
  const start = await page.config();
  await page.writeConfig(`${start}smtp_sasl_auth_enabled = yes\n`);
  await page.show("main.cf");
  await expect(lab.getByRole("list", { name: "Remarks on main.cf" })).toContainText(
    "smtp_sasl_auth_enabled",
  );
  await expectAccessible(lab);
});

test("a line of a hundred thousand letters gets an answer", async () => {
  await page.say("x".repeat(100_000));
  await expect(page.transcript).toContainText("100000 octets in all");
  await expect(page.command).toHaveValue("");
});
