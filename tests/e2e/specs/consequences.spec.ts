// Who can relay, which mechanisms there are, what was found, and what an edit changes.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe";
import { expect, started, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(({ lab }) => {
  page = new Laboratory(lab);
});

const findings = () => page.consequences.getByRole("list", { name: /^Findings/ });
const changes = () => page.consequences.getByRole("list", { name: "What has changed" });
const finding = (title: string) => findings().getByRole("listitem").filter({ hasText: title });
/** What is found now, without what is gone. */
const found = () => findings().getByRole("listitem").filter({ hasNotText: "− gone" });
const mechanism = (name: string): Locator =>
  page.consequences.getByRole("table", { name: "Mechanisms" }).getByRole("row").filter({ hasText: name });

/** Waits until every question is answered. */
async function examined(): Promise<void> {
  await expect(page.consequences).toContainText(/\d+ sessions were tried/);
}

async function add(line: string): Promise<void> {
  await page.addConfig(line);
}

test("the relay table has every identity, origin and destination", async () => {
  for (const column of ["local", "relayed", "any"]) {
    await expect(page.relay.getByRole("columnheader", { name: column })).toBeVisible();
  }
  for (const who of ["outsider", "outsider, anonymous", "outsider, logged in as test", "LAN laptop"]) {
    await expect(page.relay.getByRole("row", { name: new RegExp(`^${who} (accepts|no login) `) })).toBeVisible();
  }
  await expect(page.relay.getByRole("row")).toHaveCount(5);
  const laptop = page.relay.getByRole("row", { name: "LAN laptop", exact: false }).first();
  await expect(laptop.getByRole("button", { name: /^relays 250 from LAN laptop to any/ })).toBeVisible();
});

test("who makes no difference is left out, until it does or is asked for", async ({ lab }) => {
  const byIpv6 = page.relay.getByRole("row", { name: "outsider by IPv6" });
  await expect(byIpv6).toHaveCount(0);
  await add("mynetworks = [::]/0");
  await expect(byIpv6).toContainText("▲ relays");
  const every = page.consequences.getByRole("checkbox", { name: "also clients that make no difference" });
  await every.check();
  await expect(page.relay.getByRole("row")).toHaveCount(10);
  await expectAccessible(lab);
  await page.relay.getByRole("button", { name: /from LAN laptop, wrong password to any/ }).click();
  await expect(page.client()).toHaveValue("LAN laptop 192.0.2.77");
  await every.uncheck();
  await expect(page.relay.getByRole("row")).toHaveCount(6);
});

test("an edit that opens the server is said in a sentence, marked, and found", async ({ lab }) => {
  await examined();
  await add("mynetworks = 0.0.0.0/0");
  await expect(changes()).toContainText("permit_mynetworks");
  const cell = page.relay.getByRole("button", { name: /^relays 250.*from outsider to any/ });
  await expect(cell).toContainText("was deferred");
  await expect(finding("Open relay")).toContainText("critical");
  await expect(finding("Open relay")).toContainText("+ new");
  await expectAccessible(lab);
  await page.button("Undo").click();
  await expect(finding("Open relay")).toContainText("− gone");
  await expect(changes()).toContainText("outsiders may no longer relay to any domain");
});

test("a finding shows its session, and its edit settles it", async ({ lab }) => {
  await add("mynetworks = 0.0.0.0/0");
  const open = finding("Open relay").first();
  await open.getByRole("button", { name: /^show/ }).click();
  await expect(page.client()).toHaveValue("outsider 203.0.113.9");
  await expect(page.transcript).toContainText(/RCPT TO:<.+@/);
  await open.getByRole("button", { name: /^fix/ }).click();
  const fix = open.locator(".fix");
  await expect(fix.getByRole("group", { name: "Difference" }).first()).toContainText("- mynetworks = 0.0.0.0/0");
  await expect(fix.getByRole("group", { name: "Commands" }).first()).toContainText("postconf -");
  await expectAccessible(lab);
  await fix.getByRole("button", { name: "Apply" }).first().click();
  await page.expectConfig(/^(?![^]*0\.0\.0\.0\/0)/);
  await expect(finding("Open relay")).toContainText("− gone");
  await page.button("Undo").click();
  await page.expectConfig(/0\.0\.0\.0\/0/);
});

test("an edit that settles it in master.cf is one press, and one step back", async ({ lab }) => {
  const UNDONE = "undoes what main.cf protects";
  await page.show("master.cf");
  const master = page.server.getByRole("textbox", { name: "master.cf" });
  const service = "# of the house\nsmtp inet n - y - - smtpd\n587 inet n - y - - smtpd\n";
  const options = "  -o mynetworks=0.0.0.0/0\n  -o smtpd_sasl_auth_enable=yes\n";
  await master.fill(service + options);
  const open = finding(UNDONE).first();
  await open.getByRole("button", { name: /^fix/ }).click();
  const remedy = open.locator(".remedy").filter({ hasText: "postconf -PX" }).first();
  await expect(remedy.getByRole("group", { name: "Difference" })).toContainText("- -o mynetworks=0.0.0.0/0");
  await expectAccessible(lab);
  await remedy.getByRole("button", { name: "Apply" }).click();
  await expect(master).toHaveValue(`${service}  -o smtpd_sasl_auth_enable=yes\n`);
  await expect(finding(UNDONE)).toContainText("− gone");
  await page.button("Undo").click();
  await expect(master).toHaveValue(service + options);
});

test("mechanisms: offered where, filtered by what, picked by whom, read by a listener", async () => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(mechanism("PLAIN").first()).toContainText("yes");
  await expect(mechanism("PLAIN").first()).toContainText("the password");
  await expect(mechanism("CRAM-MD5").first()).toContainText("enough to try passwords on");
  const more = page.consequences.getByText(/clients pick it: PLAIN/);
  await more.click();
  await expect(page.consequences).toContainText("picked by");
  await page.toggle("smtpd_sasl_auth_enable").uncheck();
  await expect(mechanism("PLAIN").first()).toContainText("− gone");
  await expect(page.consequences).toContainText("smtpd_sasl_auth_enable = no");
});

test("what stands between clients and server is part of the answer and of the link", async ({ lab }) => {
  const sees = page.consequences.getByRole("combobox", { name: "The server sees" });
  await sees.selectOption({ label: "a NAT gateway, 192.0.2.1" });
  await expect(page.consequences).toContainText("Open relay");
  await expect(changes()).not.toContainText("No edit yet");
  await page.button("Share").click();
  const link = await lab.getByRole("dialog", { name: "Share" }).getByRole("textbox", { name: "Link" }).inputValue();
  await lab.goto("about:blank");
  await lab.goto(link);
  await started(lab);
  await expect(sees).toHaveValue("a NAT gateway, 192.0.2.1");
  await expect(page.consequences).toContainText("Open relay");
});

test("a pinned state is what later ones are compared with", async ({ lab }) => {
  await page.button("Pin this state").click();
  await page.toggle("smtpd_sasl_auth_enable").check();
  await add("mynetworks = 0.0.0.0/0");
  await add("# a remark");
  await expect(changes()).toContainText("permit_mynetworks");
  await expect(mechanism("PLAIN").first()).toContainText("+ new");
  await examined();
  await expect(finding("Open relay")).toContainText("+ new");
  await expectAccessible(lab);
  await page.button("Unpin").click();
  await expect(page.button("Pin this state")).toBeVisible();
});

test("to pin a state moves no button and nothing below", async () => {
  const boxes = () => Promise.all([page.button("Workshop").boundingBox(), page.relay.boundingBox()]);
  const before = await boxes();
  await page.button("Pin this state").click();
  const unpin = await page.button("Unpin").boundingBox();
  expect(await boxes()).toEqual(before);
  expect(before[0]?.y).toBe(unpin?.y);
});

test("nothing is found where nothing is wrong, and it says how much was tried", async () => {
  await add("disable_vrfy_command = yes\nsmtpd_helo_required = yes");
  await expect(page.consequences).toContainText(/No findings: \d+ sessions were tried\./);
  await expect(found()).toHaveCount(0);
});

test("the one thing that is wrong is all that is found", async () => {
  await add("disable_vrfy_command = yes\nsmtpd_helo_required = yes\nlocal_recipient_maps = static:x");
  await expect(found()).toHaveText([/^\S*\s*warning Mail for users that do not exist is accepted/]);
  await examined();
  await expect(found()).toHaveCount(1);
});

test("what rests on the outside is shown with what is supposed", async () => {
  await add("smtpd_relay_restrictions = permit_mynetworks, check_client_access ldap:/etc/x, reject_unauth_destination");
  const provided = findings().getByRole("listitem").filter({ hasText: "provided that" }).first();
  await expect(provided).toContainText("supposing that ldap:/etc/x says OK");
  await provided.getByRole("button", { name: /^show/ }).click();
  await expect(page.transcript).toContainText("250 2.1.5 Ok");
});

test("asks nothing of the network, and works without a worker", async ({ lab, watched }) => {
  await examined();
  const loaded = watched.requests.length;
  await add("mynetworks = 0.0.0.0/0");
  await expect(finding("Open relay")).toBeVisible();
  expect(watched.requests.slice(loaded).filter((url) => !url.startsWith("blob:"))).toEqual([]);
  await withoutWorker(lab);
  await add("mynetworks = 0.0.0.0/0");
  await expect(finding("Open relay").first()).toBeVisible();
  await examined();
});

async function withoutWorker(lab: Page): Promise<void> {
  await lab.addInitScript(() => {
    Object.defineProperty(globalThis, "Worker", { value: undefined });
  });
  await lab.evaluate(() => localStorage.clear());
  await lab.goto("about:blank");
  await lab.goto("./");
  await started(lab);
}

test.describe("narrow", () => {
  test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });

  test("needs no sideways scrolling", async ({ lab }) => {
    await page.toggle("smtpd_sasl_auth_enable").check();
    await examined();
    const overflow = await lab.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBe(0);
    await expectAccessible(lab);
  });
});

test.describe("workshop", () => {
  const screen = (lab: Page) => lab.getByRole("group", { name: "Workshop" });

  test("turns red the moment an outsider can relay, and Escape leaves", async ({ lab }) => {
    await page.toggle("smtpd_sasl_auth_enable").check();
    await page.consequences.getByRole("button", { name: "Workshop" }).click();
    await expect(screen(lab).getByRole("status")).toHaveText("✓ CLOSED");
    await expect(page.server).toBeHidden();
    await expectAccessible(lab);
    await lab.keyboard.press("Escape");
    await expect(screen(lab)).toBeHidden();
    await add("mynetworks = 0.0.0.0/0");
    await lab.goto("./?workshop");
    await started(lab);
    await expect(screen(lab).getByRole("status")).toHaveText("▲ OPEN RELAY");
    await expect(screen(lab)).toContainText("RCPT TO:<");
    await expect(screen(lab)).toContainText("permit_mynetworks");
    await expectAccessible(lab);
  });

  for (const viewport of [
    { width: 1024, height: 768 },
    { width: 3840, height: 2160 },
  ]) {
    test(`fits ${viewport.width}x${viewport.height}, and follows another window`, async ({ lab, context }) => {
      const projector = await context.newPage();
      await projector.setViewportSize(viewport);
      await projector.goto("./?workshop");
      await started(projector);
      await expect(screen(projector).getByRole("status")).toHaveText("✓ CLOSED");
      await add("mynetworks = 0.0.0.0/0");
      await expect(screen(projector).getByRole("status")).toHaveText("▲ OPEN RELAY");
      await projector.screenshot({ path: `results/screens/workshop-${viewport.width}.png` });
      const { high, overflow } = await projector.evaluate(() => {
        const word = document.querySelector(".workshop .word")!;
        const box = document.querySelector(".workshop")!;
        return {
          high: parseFloat(getComputedStyle(word).fontSize) / innerHeight,
          overflow: box.scrollHeight > box.clientHeight || word.scrollWidth > box.clientWidth,
        };
      });
      expect(high).toBeGreaterThan(0.12);
      expect(overflow).toBe(false);
    });
  }
});
