// A learner's path, counted in actions: each of `act` is one.

import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let actions: number;

async function act(action: Promise<unknown>): Promise<void> {
  await action;
  actions += 1;
}

test.beforeEach(() => {
  actions = 0;
});

test("what a setting changes in EHLO: one action of two", async ({ lab }) => {
  const page = new Laboratory(lab);
  await act(page.toggle("smtpd_sasl_auth_enable").check());
  const line = page.transcript.getByRole("listitem").filter({ hasText: "250-AUTH PLAIN" });
  await expect(line).toContainText("+ new");
  await expect(line).toContainText("smtpd_sasl_auth_enable = yes");
  expect(actions).toBeLessThanOrEqual(2);
});

test("who can relay, and why: two actions of three", async ({ lab }) => {
  const page = new Laboratory(lab);
  await expect(page.relay).toBeVisible();
  await act(page.relay.getByRole("button", { name: /from LAN laptop to any/ }).first().click());
  await act(page.line("250 2.1.5 Ok").click());
  await expect(page.why).toContainText("permit_mynetworks");
  expect(actions).toBeLessThanOrEqual(3);
});

test("from a pasted `postconf -n` to what is wrong with it: two actions of two", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.button("Import…").click();
  const dialog = lab.getByRole("dialog", { name: "Import", exact: true });
  const field = dialog.getByRole("textbox", { name: "Configuration" });
  await field.evaluate((element, text) => ((element as HTMLTextAreaElement).value = text), OPEN);
  await act(dialog.getByRole("button", { name: "Import" }).click());
  await act(lab.getByRole("dialog", { name: "Imported" }).getByRole("button", { name: "Close" }).click());
  const findings = page.consequences.getByRole("list", { name: /^Findings/ });
  await expect(findings.getByRole("listitem").first()).toContainText("critical Open relay");
  await expect(page.consequences).toContainText("mynetworks main.cf line 3");
  expect(actions).toBeLessThanOrEqual(2);
});

/** What `postconf -n` prints on a server that trusts everybody. */
const OPEN = `compatibility_level = 3.6
mydestination = $myhostname, localhost, example.com
mynetworks = 0.0.0.0/0
smtpd_sasl_auth_enable = yes
`;
