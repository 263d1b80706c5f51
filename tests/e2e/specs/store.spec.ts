// The work is there again after a reload, without secrets, and each tab keeps its own.

import type { Page } from "@playwright/test";
import { expect, started, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

const notice = (lab: Page) => lab.locator("#notice");

async function reloaded(lab: Page): Promise<Laboratory> {
  await lab.reload();
  await started(lab);
  return new Laboratory(lab);
}

test("work comes back after a reload, and undo starts afresh", async ({ lab }) => {
  let page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.client().selectOption({ label: "LAN laptop 192.0.2.77" });
  page = await reloaded(lab);
  await expect(notice(lab)).toContainText("Your work is back as you left it.");
  await expect(page.toggle("smtpd_sasl_auth_enable")).toBeChecked();
  await expect(page.client()).toHaveValue("LAN laptop 192.0.2.77");
  await page.button("Undo").click();
  await expect(page.toggle("smtpd_sasl_auth_enable")).not.toBeChecked();
});

test("work comes back after a crash", async ({ lab, context }) => {
  await new Laboratory(lab).toggle("smtpd_sasl_auth_enable").check();
  const stored = () => lab.evaluate(() => JSON.stringify(localStorage));
  await expect.poll(stored).toContain("smtpd_sasl_auth_enable = yes");
  const crashed = context.newPage();
  await lab.close({ runBeforeUnload: false });
  const again = await crashed;
  await again.goto("./");
  await started(again);
  await expect(new Laboratory(again).toggle("smtpd_sasl_auth_enable")).toBeChecked();
});

test("no secret is stored", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  // \0alice\0s3cret, and the same by LOGIN
  await page.say("AUTH PLAIN AGFsaWNlAHMzY3JldA==", "AUTH LOGIN", "YWxpY2U=", "czNjcmV0");
  await reloaded(lab);
  const stored = await lab.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).toContain("smtpd_sasl_auth_enable = yes");
  for (const secret of ["AGFsaWNl", "YWxpY2U=", "czNjcmV0"]) expect(stored).not.toContain(secret);
});

test("two tabs know of each other, and keep each their own work", async ({ lab, context }) => {
  const first = new Laboratory(lab);
  await first.toggle("smtpd_sasl_auth_enable").check();
  const other = await context.newPage();
  await other.goto("./");
  await started(other);
  await expect(notice(lab)).toContainText("open in another tab, too");
  const second = new Laboratory(other);
  await second.toggle("broken_sasl_auth_clients").check();
  await first.client().selectOption({ label: "localhost 127.0.0.1" });
  const firstAgain = await reloaded(lab);
  const secondAgain = await reloaded(other);
  await expect(firstAgain.toggle("broken_sasl_auth_clients")).not.toBeChecked();
  await expect(firstAgain.client()).toHaveValue("localhost 127.0.0.1");
  await expect(secondAgain.toggle("broken_sasl_auth_clients")).toBeChecked();
});

test("a storage that is full is reported, and the work stays on the page", async ({ lab }) => {
  await lab.evaluate(() => {
    let letters = 1 << 22;
    while (letters > 0) {
      try {
        localStorage.setItem(`fill-${letters}`, "x".repeat(letters));
      } catch {
        letters >>= 1;
        continue;
      }
      letters >>= 1;
    }
  });
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(notice(lab)).toContainText("its storage is full");
  await expect(page.toggle("smtpd_sasl_auth_enable")).toBeChecked();
  await expect(page.transcript).toContainText("250-AUTH");
});

test("a browser that refuses storage is no hindrance", async ({ page: lab }) => {
  await lab.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("no", "SecurityError");
    };
    Object.defineProperty(globalThis, "localStorage", { get: refuse });
    Object.defineProperty(globalThis, "sessionStorage", { get: refuse });
  });
  await lab.goto("./");
  await started(lab);
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.transcript).toContainText("250-AUTH");
  await expect(notice(lab)).toContainText("it refuses storage");
});

test("stored work that is damaged is passed over", async ({ lab }) => {
  await lab.evaluate(() => localStorage.setItem("saslab-work-x", `${Date.now()}\nsaslab 1\nplayed=many`));
  const page = await reloaded(lab);
  await expect(notice(lab)).toContainText("Earlier work cannot be read");
  await expect(page.line("220 mail.example.com ESMTP Postfix")).toBeVisible();
});
