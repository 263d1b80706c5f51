// Texts that are longer than anybody's: pasted, kept, and typing goes on.

import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory, paste } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

test.use({ trace: "off" });

const HEAD = "compatibility_level = 3.6\n";
const REMARKS = "# remark number one of many in this file\n".repeat(122_000);

/** Nobody calls this a freeze; a machine that is busy with other tests needs the most of it. */
const BREATH = 1_500;

/** From here on the longest time between a key and what it paints is kept. */
async function watchKeys(lab: Page): Promise<() => Promise<number>> {
  await lab.evaluate(() => {
    Object.assign(globalThis, { slowest: 0 });
    const see = (list: PerformanceObserverEntryList) => {
      for (const { name, duration } of list.getEntries()) {
        const kept = (globalThis as any).slowest;
        if (name === "keydown") Object.assign(globalThis, { slowest: Math.max(kept, duration) });
      }
    };
    new PerformanceObserver(see).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  return () => lab.evaluate(() => (globalThis as any).slowest);
}

async function pasteMainCf(text: string): Promise<void> {
  await page.show("main.cf");
  await page.mainCf.press("ControlOrMeta+a");
  await page.mainCf.evaluate(paste, text);
  await page.mainCf.press("ControlOrMeta+End");
}

/** Types a line as a person does, and waits for what the server makes of it. */
async function type(lab: Page): Promise<void> {
  await lab.keyboard.type("smtpd_sasl_auth_enable = yes", { delay: 40 });
  await lab.keyboard.press("Escape");
  await expect(page.transcript).toContainText("250-AUTH");
}

test("five megabytes are pasted, and whoever types goes on typing", async ({ lab }) => {
  await pasteMainCf(HEAD + REMARKS);
  await expect(lab.locator("#notice")).toContainText("it is too long");
  const slowest = await watchKeys(lab);
  await type(lab);
  expect(await slowest()).toBeLessThan(BREATH);
  const text = await page.exported();
  expect(text.length).toBe(HEAD.length + REMARKS.length + "smtpd_sasl_auth_enable = yes".length);
});

test("of a hundred thousand remarks some are marked, and the others counted", async ({ lab }) => {
  const lines = Array.from({ length: 100_000 }, (_, at) => `smtp_x_${at} = the value of number ${at}\n`);
  await pasteMainCf(HEAD + lines.join(""));
  const remarks = lab.getByRole("list", { name: "Remarks on main.cf" });
  await expect(remarks).toContainText("99992 more remarks");
  await page.mainCf.press("ControlOrMeta+Home");
  await expect(page.mainCf.locator(".cm-lintRange").first()).toHaveText("smtp_x_0");
  await page.mainCf.press("ControlOrMeta+End");
  const slowest = await watchKeys(lab);
  await type(lab);
  expect(await slowest()).toBeLessThan(BREATH);
});

test("five megabytes of master.cf are kept, and shown in part", async ({ lab }) => {
  await page.show("master.cf");
  const field = page.server.getByRole("textbox", { name: "master.cf" });
  const text = `smtp inet n - y - - smtpd\n${REMARKS}587 inet n - y - - smtpd\n`;
  await field.press("ControlOrMeta+a");
  await field.evaluate(paste, text);
  await expect(page.server).toContainText(`${text.length} octets, too many to be shown`);
  const services = page.server.getByRole("list", { name: "Services" });
  await expect(services.getByRole("listitem")).toHaveCount(2);
  await expect(field).toHaveAttribute("readonly");
  expect((await field.inputValue()).length).toBe(5_000);
  await expectAccessible(lab);
  await field.evaluate(paste, "25 inet n - y - - smtpd\n");
  await expect(field).toHaveValue("25 inet n - y - - smtpd\n");
  await expect(page.server).not.toContainText("too many to be shown");
});

test("five megabytes of a table are pasted, and looked up", async ({ lab }) => {
  test.slow();
  const start = await page.config();
  await page.writeConfig(
    `${start}smtpd_relay_restrictions = check_client_access hash:/etc/postfix/clients, reject\n`,
  );
  await page.show("Tables");
  await page.button("Create /etc/postfix/clients").click();
  await page.server.getByText("/etc/postfix/clients").click();
  const field = page.server.getByRole("textbox", { name: "/etc/postfix/clients", exact: true });
  await field.focus();
  const rows = Array.from({ length: 180_000 }, (_, at) => `host${at}.example.org REJECT\n`);
  await field.evaluate(paste, `${rows.join("")}203.0.113.9 OK\n`);
  await expect(page.server).toContainText("too many to be shown");
  await page.say("MAIL FROM:<a@example.org>", "RCPT TO:<friend@example.net>");
  await expect(page.line("250 2.1.5 Ok")).toBeVisible();
});

test("a value of megabytes on one line is coloured as far as it is in sight", async () => {
  await pasteMainCf(`${HEAD}my_own = ${"abc $mydomain ".repeat(350_000)}\n`);
  const words = page.mainCf.locator(".cm-reference");
  await page.mainCf.press("ControlOrMeta+Home");
  await expect(words.first()).toHaveText("$mydomain");
});
