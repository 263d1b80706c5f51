// Speaking SMTP with the server: by hand, by script, from elsewhere.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

test("typed lines are answered, and the arrow brings them back", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.say("AUTH LOGIN");
  await expect(page.line("334 VXNlcm5hbWU6")).toBeVisible();
  await expect(lab.getByText("The server waits for the answer to its 334")).toBeVisible();
  await page.say("dGVzdA==", "dGVzdHBhc3M=");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await page.command.press("ArrowUp");
  await expect(page.command).toHaveValue("dGVzdHBhc3M=");
  await page.command.press("ArrowUp");
  await page.command.press("ArrowUp");
  await expect(page.command).toHaveValue("AUTH LOGIN");
  await page.command.press("ArrowDown");
  await expect(page.command).toHaveValue("dGVzdA==");
  await expectAccessible(lab);
});

test("a script is played step by step, back and to its end", async () => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.button("Step").click();
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await page.button("Step back").click();
  await expect(page.line("235 2.7.0 Authentication successful")).toHaveCount(0);
  await page.button("To the end").click();
  await expect(page.transcript).toContainText("the server has closed the connection");
  await page.say("NOOP");
  await expect(page.command).toHaveValue("NOOP");
  await page.button("To the greeting").click();
  await expect(page.line("EHLO example.com")).toHaveCount(0);
});

test("who connects decides", async () => {
  await page.script().selectOption({ label: "relay without a login" });
  await page.button("To the end").click();
  const refused = "454 4.7.1 <friend@example.net>: Relay access denied";
  await expect(page.line(refused)).toBeVisible();
  await page.client().selectOption({ label: "LAN laptop 192.0.2.77" });
  await expect(page.line("250 2.1.5 Ok")).toContainText("changed");
});

test("a cell of the relay table shows the session behind it", async () => {
  await page.relay.getByRole("button", { name: "deferred 454 from outsider to any" }).click();
  await expect(page.client()).toHaveValue("outsider 203.0.113.9");
  await expect(page.transcript).toContainText(/RCPT TO:<.+@example\.net>/);
  await expect(page.transcript).toContainText("454 4.7.1");
});

test("a login shows in the relay table, and an open relay is called so", async ({ lab }) => {
  const test = page.relay.getByRole("row", { name: "outsider, logged in as test" });
  await expect(test.getByRole("button", { name: /^no login/ })).toHaveCount(2);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(test.getByRole("button", { name: /^no login/ })).toHaveCount(0);
  await expect(page.consequences).not.toContainText("Open relay");
  await page.writeConfig(`${await page.config()}mynetworks = 0.0.0.0/0\n`);
  await expect(page.consequences).toContainText("Open relay");
  await expectAccessible(lab);
});
