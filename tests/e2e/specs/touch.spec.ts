// The laboratory on a telephone: by taps, on a narrow screen, without sideways scrolling.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

/** What a finger hits (WCAG 2.2, 2.5.8), in CSS pixels. */
const TARGET = 24;

test("what a switch changes out of sight is said", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").tap();
  await expect(page.line("250-AUTH PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI")).not.toBeInViewport();
  await expect(lab.locator("#notice")).toHaveText("+ new 250-AUTH PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI");
  await expectAccessible(lab);
  await page.toggle("smtpd_sasl_auth_enable").tap();
  await expect(lab.locator("#notice")).toContainText("− gone 250-AUTH");
});

test("a switch, a reason, a session, a view and the colours, by taps", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").tap();
  await expect(page.transcript).toContainText("250-AUTH PLAIN");
  await page.line("250-PIPELINING").tap();
  await expect(page.why).toContainText("250-PIPELINING");
  await page.button("Step").tap();
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await page.relay.getByRole("button", { name: /from outsider.*any/ }).first().tap();
  await expect(page.transcript).toContainText("RCPT TO:<");
  await page.button("Undo").tap();
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  for (const name of ["Lessons", "Credentials", "Compare", "Lab"]) {
    await lab.getByRole("tab", { name, exact: true }).tap();
    await expect(lab.getByRole("tabpanel", { name, exact: true })).toBeVisible();
    const width = await lab.evaluate(() => document.documentElement.scrollWidth);
    expect(width, name).toBe(360);
  }
  await page.button("Dark colours").tap();
  await expect(lab.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the order of a list is changed with a finger, and the page stays where it is", async ({ lab }) => {
  const page = new Laboratory(lab);
  const rows = page.server.getByRole("list", { name: "smtpd_relay_restrictions" }).getByRole("listitem");
  await rows.first().scrollIntoViewIfNeeded();
  const grip = async (row: number) => {
    const box = await rows.nth(row).locator(".grip").boundingBox();
    return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
  };
  const [from, to] = [await grip(2), await grip(0)];
  const scrolled = await lab.evaluate(() => scrollY);
  const device = await lab.context().newCDPSession(lab);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    device.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await touch("touchStart", [from]);
  for (let step = 1; step <= 8; step += 1) {
    await touch("touchMove", [{ x: from.x, y: from.y + ((to.y - 6 - from.y) * step) / 8 }]);
  }
  await expect(rows.first()).toHaveAttribute("data-drop", "before");
  await touch("touchEnd", []);
  await expect(rows).toHaveText([/^\S*defer_unauth_destination/, /permit_mynetworks/, /permit_sasl_authenticated/]);
  expect(await lab.evaluate(() => scrollY)).toBe(scrolled);
  await page.expectConfig(
    /smtpd_relay_restrictions = defer_unauth_destination,\s+permit_mynetworks,\s+permit_sasl_authenticated/,
  );
});

test("every control is large enough for a finger", async ({ lab }) => {
  const small = await lab.evaluate((target) => {
    const controls = document.querySelectorAll<HTMLElement>("button, select, summary, input");
    // A box with its label around it is as large as the label.
    const area = (element: HTMLElement) => (element.closest("label") ?? element).getBoundingClientRect();
    return [...controls]
      .map((element) => ({ name: element.textContent || element.id, box: area(element) }))
      .filter(({ box }) => box.width > 1 && (box.width < target || box.height < target))
      .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`);
  }, TARGET);
  expect(small).toEqual([]);
});

test("an octet stands in one line, and the way to a file beside its heading", async ({ lab }) => {
  const page = new Laboratory(lab);
  const heading = await page.session.getByRole("heading", { name: "Session" }).boundingBox();
  const files = await page.session.getByRole("button", { name: "Export", exact: true }).boundingBox();
  const middle = (box: typeof files) => (box?.y ?? 0) + (box?.height ?? 0) / 2;
  expect(Math.abs(middle(files) - middle(heading))).toBeLessThan(8);
  await lab.getByRole("tab", { name: "Credentials" }).tap();
  await lab.getByRole("textbox", { name: /^Paste Base64/ }).fill("AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
  const octets = lab.locator("span.octet");
  await expect(octets.first()).toBeVisible();
  const heights = await octets.evaluateAll((all) => all.map((octet) => Math.round(octet.getBoundingClientRect().height)));
  expect(new Set(heights).size).toBe(1);
});

test("what was said lies on nothing that can be pressed", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").tap();
  const notice = lab.getByRole("status").filter({ hasText: "+ new 250-AUTH" });
  const below = await notice.evaluate((notice) => {
    const { left, top, width, height } = notice.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) !== notice;
  });
  expect(below).toBe(true);
});
