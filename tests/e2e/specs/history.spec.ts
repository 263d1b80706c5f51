// Undo and redo over everything, by button and by key, and the map of the keys.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

test("a switch, a client and a typed line are undone one by one, and done again", async () => {
  await expect(page.button("Undo")).toBeDisabled();
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.client().selectOption({ label: "LAN laptop 192.0.2.77" });
  await page.say("NOOP");
  await expect(page.line("NOOP")).toBeVisible();
  await page.button("Undo").click();
  await expect(page.line("NOOP")).toHaveCount(0);
  await page.button("Undo").click();
  await expect(page.client()).toHaveValue("outsider 203.0.113.9");
  await page.button("Undo").click();
  await expect(page.toggle("smtpd_sasl_auth_enable")).not.toBeChecked();
  await expect(page.button("Undo")).toBeDisabled();
  for (let step = 0; step < 3; step += 1) await page.button("Redo").click();
  await expect(page.line("NOOP")).toBeVisible();
  await expect(page.button("Redo")).toBeDisabled();
});

test("in main.cf the key takes back a typed word, and a switch as well", async ({ lab }) => {
  const start = await page.config();
  await page.toggle("broken_sasl_auth_clients").check();
  await page.show("main.cf");
  await page.mainCf.press("ControlOrMeta+End");
  await lab.keyboard.type("# mine");
  await expect(page.mainCf).toContainText("# mine");
  await lab.keyboard.press("ControlOrMeta+z");
  await expect(page.mainCf).not.toContainText("# mine");
  await expect(page.mainCf).toContainText("broken_sasl_auth_clients = yes");
  await lab.keyboard.press("ControlOrMeta+z");
  await expect(page.mainCf).not.toContainText("broken_sasl_auth_clients");
  await lab.keyboard.press("ControlOrMeta+Shift+z");
  await page.show("Switches");
  await expect(page.toggle("broken_sasl_auth_clients")).toBeChecked();
  await page.button("Undo").click();
  await page.expectConfig(start);
});

test("another field keeps the undo of the browser", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.command.focus();
  await lab.keyboard.press("ControlOrMeta+z");
  await expect(page.toggle("smtpd_sasl_auth_enable")).toBeChecked();
});

test("the question mark shows the keys, and the keys do what it says", async ({ lab }) => {
  await lab.keyboard.press("?");
  const map = lab.getByRole("dialog", { name: "Keyboard map" });
  await expect(map.getByRole("row", { name: "Type an SMTP command /" })).toBeVisible();
  await expectAccessible(lab);
  await lab.keyboard.press("Escape");
  await expect(map).toHaveCount(0);
  await lab.keyboard.press(".");
  await expect(page.session.getByText("2 of 3")).toBeVisible();
  await lab.keyboard.press(",");
  await expect(page.session.getByText("1 of 3")).toBeVisible();
  await lab.keyboard.press("/");
  await expect(page.command).toBeFocused();
  await lab.keyboard.press("?");
  await expect(page.command).toHaveValue("?");
});

test("keys without Ctrl can be switched off for good", async ({ lab }) => {
  await page.button("Keyboard map").click();
  const plain = lab.getByRole("switch", { name: "keys without Ctrl" });
  await plain.focus();
  await lab.keyboard.press("Space");
  await page.button("Close").click();
  await lab.reload();
  await page.toggle("smtpd_sasl_auth_enable").check();
  await lab.keyboard.press("4");
  await expect(lab.getByRole("tabpanel", { name: "Lab" })).toBeVisible();
  await lab.keyboard.press("ControlOrMeta+z");
  await expect(page.toggle("smtpd_sasl_auth_enable")).not.toBeChecked();
});
