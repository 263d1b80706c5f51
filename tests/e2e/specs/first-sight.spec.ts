// Five seconds to the first insight: a switch, a line, its cause.

import { expectAccessible } from "../fixtures/axe";
import { expect, started, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

const OFFER = "250-AUTH PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI";

test("opens on the HOWTO's server, just after EHLO, without AUTH", async ({ lab }) => {
  const page = new Laboratory(lab);
  await expect(page.toggle("smtpd_sasl_auth_enable")).not.toBeChecked();
  await expect(page.release).toHaveValue("3.7.11");
  await expect(page.line("220 mail.example.com ESMTP Postfix")).toBeVisible();
  await expect(page.line("250-PIPELINING")).toBeVisible();
  await expect(page.line("EHLO example.com")).toBeVisible();
  await expect(page.transcript).not.toContainText("250-AUTH");
});

test("says why there is no AUTH", async ({ lab }) => {
  const page = new Laboratory(lab);
  await expect(page.transcript).toContainText("not offered: AUTH ← smtpd_sasl_auth_enable = no");
  const rest = page.transcript.getByText("not offered: XVERP");
  await rest.click();
  await expect(page.transcript).toContainText("smtpd_authorized_verp_clients");
});

test("one switch adds the AUTH line, marked, with its cause beside it", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  const line = page.line(OFFER);
  await expect(line).toContainText("+ new");
  await expect(line).toContainText(/smtpd_sasl_auth_enable = yes \(main\.cf line \d+\)/);
  await expect(page.line("250-PIPELINING")).not.toContainText("new");
  await expectAccessible(lab);
});

test("a second flip marks the line as gone, and says why once", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.toggle("smtpd_sasl_auth_enable").uncheck();
  await expect(page.line(OFFER)).toContainText("− gone");
  await expect(page.line(OFFER)).toContainText(/smtpd_sasl_auth_enable = no \(main\.cf line \d+\)/);
  await expect(page.transcript).not.toContainText("not offered: AUTH");
});

test("answers why for any line by keyboard, and Escape closes the answer", async ({ lab }) => {
  const page = new Laboratory(lab);
  const why = page.line("250-PIPELINING").getByRole("button", { name: "why" });
  await why.focus();
  await lab.keyboard.press("Enter");
  await expect(why).toHaveAttribute("aria-expanded", "true");
  await expect(page.why).toContainText("250-PIPELINING");
  await expect(page.why.getByRole("paragraph").first()).toContainText("← ");
  await lab.keyboard.press("Escape");
  await expect(why).toHaveAttribute("aria-expanded", "false");
  await expect(why).toBeFocused();
});

test("remembers the colours that were chosen", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.button("Dark colours").click();
  await expect(lab.locator("html")).toHaveAttribute("data-theme", "dark");
  await lab.reload();
  await expect(lab.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.button("Light colours").click();
  await expect(lab.locator("html")).toHaveAttribute("data-theme", "light");
  await page.button("System colours").click();
  await expect(lab.locator("html")).not.toHaveAttribute("data-theme");
  await lab.reload();
  await expect(page.button("Dark colours")).toBeVisible();
});

for (const [width, height, late] of [
  [360, 740, 0],
  [1280, 800, 0],
  [2560, 1440, 0],
  [360, 740, 700],
  [1280, 800, 700],
  [2560, 1440, 700],
] as const) {
  // Where the machine is slow, what follows after the paint is no answer to the press any more.
  const slow = late ? `, though what follows after the paint comes ${late} ms late` : "";
  test(`nothing moves by itself at ${width} pixels, first or after the first switch${slow}`, async ({ page: lab }) => {
    await lab.setViewportSize({ width, height });
    await lab.addInitScript((late) => {
      const post = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (...message: [any]) {
        setTimeout(() => post.apply(this, message), late);
      };
    }, late);
    await lab.addInitScript(() => {
      const moved: string[] = [];
      Object.assign(globalThis, { moved });
      const see = (list: PerformanceObserverEntryList) => {
        for (const entry of list.getEntries() as any[]) {
          const what = entry.sources.map(({ node }: { node?: Node }) => node?.textContent?.slice(0, 40));
          if (!entry.hadRecentInput) moved.push(`${entry.value}: ${what}`);
        }
      };
      new PerformanceObserver(see).observe({ type: "layout-shift", buffered: true });
    });
    await lab.goto("./");
    await started(lab);
    const page = new Laboratory(lab);
    const examined = () => expect(page.consequences).toContainText(/\d+ sessions were tried/);
    await examined();
    await page.toggle("smtpd_sasl_auth_enable").check();
    await expect(page.consequences).toContainText("A password may be sent in clear");
    await examined();
    expect(await lab.evaluate(() => (globalThis as any).moved)).toEqual([]);
  });
}
