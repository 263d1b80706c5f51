// The views of the Server region besides its switches: editor, parameters, users, tables,
// master.cf, import and export.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

const VIEWS = ["Switches", "main.cf", "Parameters", "Users", "Tables", "master.cf"];

for (const colorScheme of ["light", "dark"] as const) {
  test(`the arrow keys go through the views, and axe finds nothing in ${colorScheme}`, async ({ lab }) => {
    await lab.emulateMedia({ colorScheme });
    const tabs = lab.getByRole("tablist", { name: "Server views" });
    await tabs.getByRole("tab", { name: "Switches" }).focus();
    for (const name of VIEWS) {
      await expect(tabs.getByRole("tab", { name, exact: true })).toBeFocused();
      await expect(page.server.getByRole("tabpanel", { name, exact: true })).toBeVisible();
      await expectAccessible(lab);
      await lab.keyboard.press("ArrowRight");
    }
    await expect(tabs.getByRole("tab", { name: "Switches" })).toBeFocused();
  });
}

test("the editor completes names and values, and knows what they mean", async ({ lab }) => {
  await page.show("main.cf");
  await page.mainCf.press("ControlOrMeta+End");
  await lab.keyboard.type("smtpd_sasl_auth_e");
  const offers = lab.getByRole("listbox", { name: "Completions" });
  await expect(offers.getByRole("option", { name: "smtpd_sasl_auth_enable" })).toBeVisible();
  await expect(lab.getByText("Whether AUTH is offered.")).toBeVisible();
  await lab.keyboard.press("Enter");
  await lab.keyboard.type(" = y");
  await expect(offers.getByRole("option", { name: "yes" })).toBeVisible();
  await lab.keyboard.type("es");
  await expect(page.transcript).toContainText("250-AUTH");
});

test("a name says what it means to whoever points at it", async ({ lab }) => {
  await page.writeConfig("compatibility_level = 3.6\nmyhostname = mail.example.com\n");
  await page.show("main.cf");
  await page.mainCf.getByText("myhostname").hover();
  const tip = lab.locator(".cm-tooltip-hover");
  await expect(tip).toContainText("myhostname");
  await expect(tip).toContainText("name of this");
  await expectAccessible(lab);
  await lab.mouse.move(0, 0);
  await expect(tip).toHaveCount(0);
});

test("a word that is meant otherwise is marked, and repaired by a button", async ({ lab }) => {
  const start = await page.config();
  await page.writeConfig(`${start}smtpd_sasl_auth_enabel = yes\n`);
  await page.show("main.cf");
  await expect(page.mainCf.locator(".cm-lintRange")).toHaveText("smtpd_sasl_auth_enabel");
  const remarks = lab.getByRole("list", { name: "Remarks on main.cf" });
  await expect(remarks).toContainText("Did you mean smtpd_sasl_auth_enable?");
  await expectAccessible(lab);
  await remarks.getByRole("button", { name: "Repair line 7" }).click();
  await expect(page.transcript).toContainText("250-AUTH");
});

test("a line that is pointed at is marked", async ({ lab }) => {
  const start = await page.config();
  await page.writeConfig(`${start}nonsense = yes\n`);
  await page.show("main.cf");
  await page.button("Show line 7").click();
  await expect(page.mainCf.locator(".cm-pointed")).toHaveText("nonsense = yes");
});

test("remarks are folded", async () => {
  await page.writeConfig("# one\n# two\n# three\ncompatibility_level = 3.6\n");
  await page.show("main.cf");
  await page.server.getByTitle("Fold line", { exact: true }).click();
  await expect(page.mainCf).not.toContainText("# two");
  await page.server.getByTitle("Unfold line").last().click();
  await expect(page.mainCf).toContainText("# two");
});

test("a parameter is found by its meaning, set, and reset", async ({ lab }) => {
  await page.show("Parameters");
  await page.server.getByRole("searchbox", { name: "Search parameters" }).fill("banner");
  const field = page.server.getByRole("textbox", { name: "smtpd_banner" });
  await field.fill("$myhostname ESMTP here");
  await field.press("Enter");
  await expect(page.line("220 mail.example.com ESMTP here")).toBeVisible();
  await page.server.getByRole("combobox", { name: "Show" }).selectOption("set here");
  await expect(page.server.getByRole("status").first()).toHaveText("1 parameters");
  await expectAccessible(lab);
  await page.button("Reset smtpd_banner").click();
  await expect(page.line("220 mail.example.com ESMTP Postfix")).toBeVisible();
});

test("parameters are folded by theme, and say what is not simulated", async () => {
  await page.show("Parameters");
  await page.server.getByRole("combobox", { name: "Show" }).selectOption("not simulated");
  await page.server.getByRole("button", { name: /^Delivery/ }).click();
  const rows = page.server.getByRole("list", { name: "Parameters" }).getByRole("listitem");
  await expect(rows.first()).toContainText("not simulated");
  await page.server.getByRole("combobox", { name: "Show" }).selectOption("all");
  await page.server.getByRole("button", { name: /^SMTP AUTH/ }).click();
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.transcript).toContainText("250-AUTH");
});

test("who has no account cannot log in, and undo brings the account back", async () => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.button("To the end").click();
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await page.show("Users");
  await page.button("Remove user 1").click();
  await expect(page.transcript).toContainText("535 5.7.8 Error: authentication failed");
  await page.button("Undo").click();
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
});

test("a table is written, and what a database says is supposed", async ({ lab }) => {
  const start = await page.config();
  await page.writeConfig(
    `${start}smtpd_relay_restrictions = reject_unauth_destination\n` +
      "smtpd_recipient_restrictions = check_client_access hash:/etc/postfix/clients,\n" +
      "    check_client_access mysql:/etc/postfix/more.cf\n" +
      "# relay_domains = hash:/etc/postfix/remark\n",
  );
  await page.show("Tables");
  await expect(page.button("Create /etc/postfix/remark")).toHaveCount(0);
  await page.button("Create /etc/postfix/clients").click();
  await page.server.getByText("/etc/postfix/clients").click();
  await page.server.getByRole("textbox", { name: "/etc/postfix/clients", exact: true }).fill("192.0.2 OK\n");
  await page.button("Suppose what mysql:/etc/postfix/more.cf says").click();
  await page.server.getByRole("textbox", { name: "answer 1" }).fill("REJECT supposed");
  await page.say("MAIL FROM:<a@example.org>", "RCPT TO:<test@example.com>");
  await expect(page.transcript).toContainText("supposed");
  await expectAccessible(lab);
  await page.client().selectOption("LAN laptop 192.0.2.77");
  await expect(page.line("250 2.1.5 Ok")).toBeVisible();
});

test("the client talks to another service of master.cf", async () => {
  await page.show("master.cf");
  const text = page.server.getByRole("textbox", { name: "master.cf" });
  await text.fill("smtp inet n - y - - smtpd\n587 inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n");
  await expect(page.server.getByRole("list", { name: "Services" })).toContainText("1 setting of its own");
  await page.server.getByRole("combobox", { name: "The client talks to" }).selectOption("587");
  await expect(page.transcript).toContainText("250-AUTH");
});

test("what a terminal shows is imported, and what is not simulated is listed", async ({ lab }) => {
  await page.button("Import…").click();
  const dialog = lab.getByRole("dialog", { name: "Import", exact: true });
  await dialog
    .getByRole("textbox", { name: "Configuration" })
    .fill("$ postconf -n\ncompatibility_level = 3.6\nbounce_queue_lifetime = 1d\nmyhostname = __NAME__\n" +
      "$ postconf -M\n587 inet n - y - - smtpd\n");
  await dialog.getByRole("button", { name: "Import" }).click();
  const report = lab.getByRole("list", { name: "What was imported" });
  await expect(report).toContainText("bounce_queue_lifetime");
  await expect(report).toContainText("__NAME__ looks like a place");
  await expect(report).toContainText("master.cf: 1 services");
  await expectAccessible(lab);
  await lab.getByRole("dialog", { name: "Imported" }).getByRole("button", { name: "Close" }).click();
  await expect(page.transcript).toContainText("Connection refused");
  await page.button("Undo").click();
  await expect(page.transcript).toContainText("220 mail.example.com");
});

test("a file is imported by the picker, and one that is no text is refused", async ({ lab }) => {
  await page.button("Import…").click();
  const dialog = lab.getByRole("dialog", { name: "Import", exact: true });
  const picker = dialog.getByLabel("Choose a file");
  await picker.setInputFiles({ name: "x.db", mimeType: "", buffer: Buffer.from([0x61, 0, 1, 2]) });
  await expect(dialog.getByRole("alert")).toContainText("this is no text");
  await picker.setInputFiles({
    name: "main.cf",
    mimeType: "text/plain",
    buffer: Buffer.from("compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n"),
  });
  await expect(lab.getByRole("list", { name: "What was imported" })).toContainText("main.cf: 2 settings.");
  await expect(page.transcript).toContainText("250-AUTH");
});

test("a file is imported by a drop", async ({ lab }) => {
  await lab.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["smtpd_banner = dropped\n"], "main.cf"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(lab.getByRole("list", { name: "What was imported" })).toContainText("main.cf: 1 settings.");
});

test("main.cf goes out as a file, as commands, and as a diff", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  expect(await page.exported()).toContain("smtpd_sasl_auth_enable = yes\n");
  await page.button("Export…").click();
  const dialog = lab.getByRole("dialog", { name: "Export" });
  const text = dialog.getByRole("textbox", { name: "Exported" });
  await dialog.getByRole("radio", { name: "postconf -e" }).check();
  await expect(text).toHaveValue("postconf -e 'smtpd_sasl_auth_enable = yes'\npostfix reload\n");
  await dialog.getByRole("radio", { name: "diff" }).check();
  await expect(text).toHaveValue(/\+smtpd_sasl_auth_enable = yes/);
  await expectAccessible(lab);
  const download = lab.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as a file" }).click();
  expect((await download).suggestedFilename()).toBe("main.cf.diff");
});

test("the order of a list is changed by drag", async ({ lab }) => {
  const start = await page.config();
  const name = "smtpd_relay_restrictions";
  await page.writeConfig(`${start}${name} = permit_mynetworks, reject_unauth_destination, reject\n`);
  const rows = page.server.getByRole("list", { name }).getByRole("listitem");
  const place = async (row: number) => {
    const box = await rows.nth(row).boundingBox();
    return box ? { x: box.x + 10, y: box.y + box.height / 2 } : { x: 0, y: 0 };
  };
  await rows.first().scrollIntoViewIfNeeded();
  const [from, to] = [await place(2), await place(0)];
  await lab.mouse.move(from.x, from.y);
  await lab.mouse.down();
  await lab.mouse.move(to.x, to.y - 4, { steps: 5 });
  await lab.mouse.up();
  await page.expectConfig(`${start}${name} = reject, permit_mynetworks, reject_unauth_destination\n`);
});
