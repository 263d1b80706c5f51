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
