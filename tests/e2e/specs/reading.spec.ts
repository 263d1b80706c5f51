// Why each line is there, and the four views of one session.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

const REFUSED = "454 4.7.1 <friend@example.net>: Relay access denied";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

async function refusal(): Promise<void> {
  await page.script().selectOption({ label: "relay without a login" });
  await page.button("To the end").click();
  await expect(page.line(REFUSED)).toBeVisible();
}

test("to point at a line shows why, and moves nothing", async ({ lab }) => {
  await refusal();
  const place = () => page.line(REFUSED).boundingBox();
  const before = await place();
  await page.line(REFUSED).hover();
  const trace = page.why.getByRole("table", { name: "Restrictions" });
  await expect(trace.getByRole("row")).toContainText([
    "restriction",
    "smtpd_relay_restrictions",
    "permit_mynetworks",
    "permit_sasl_authenticated",
    /defer_unauth_destination.*example\.net is neither local nor in relay_domains.*DEFER 454/,
  ]);
  expect(await place()).toEqual(before);
  await page.line("250 2.1.0 Ok").hover();
  await expect(page.why).toContainText("250 2.1.0 Ok");
  await expectAccessible(lab);
});

test("what is not offered has a reason, too", async () => {
  await page.transcript.getByText("not offered: STARTTLS").hover();
  await expect(page.why).toContainText("not offered: STARTTLS");
  await expect(page.why).toContainText("smtpd_tls_security_level");
});

test("a greeting that never comes is said in words", async () => {
  await page.addConfig("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_security_options = nosuch");
  await page.button("To the greeting").click();
  const says = "the server never says 220 ← smtpd_sasl_security_options = nosuch";
  await expect(page.transcript).toContainText(says);
  await page.transcript.getByText("the server never says").hover();
  await expect(page.why).toContainText("the server never says 220");
});

test("the arrows go from line to line, Enter keeps the reason, Escape closes it", async ({ lab }) => {
  await page.transcript.focus();
  await lab.keyboard.press("Home");
  await expect(page.why).toContainText("220 mail.example.com ESMTP Postfix");
  await lab.keyboard.press("ArrowDown");
  await expect(page.why).toContainText("250-mail.example.com");
  await lab.keyboard.press("ArrowDown");
  await expect(page.why).toContainText("250-PIPELINING");
  await lab.keyboard.press("Enter");
  await lab.keyboard.press("ArrowUp");
  await expect(page.why).toContainText("250-PIPELINING");
  await lab.keyboard.press("Escape");
  await expect(page.why).toContainText("Point at a line");
});

test("a tap keeps the reason", async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    baseURL,
  });
  const narrow = await context.newPage();
  await narrow.goto("./");
  const lab = new Laboratory(narrow);
  await narrow.waitForFunction(() => performance.getEntriesByName("saslab-started").length > 0);
  await lab.line("250-PIPELINING").tap();
  await expect(lab.why).toContainText("250-PIPELINING");
  await expect(lab.why.getByRole("button", { name: "Close" })).toBeVisible();
  // A line with several words, and its reason, are in sight without scrolling.
  await lab.toggle("smtpd_sasl_auth_enable").check();
  await lab.line("250-AUTH PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI").tap();
  const why = await lab.why.boundingBox();
  const cause = await lab.why.getByText("smtpd_sasl_auth_enable = yes").boundingBox();
  expect((cause?.y ?? 0) + (cause?.height ?? 0)).toBeLessThan((why?.y ?? 0) + (why?.height ?? 0));
  const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await expectAccessible(narrow);
  await context.close();
});

test("four views show the same lines", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.button("Step").click();
  const tabs = lab.getByRole("tablist", { name: "Session views" });
  for (const name of ["Raw", "Bytes", "Diagram", "Dialogue"]) {
    await tabs.getByRole("tab", { name }).click();
    await expect(tabs.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");
    await expect(page.transcript).toContainText("235 2.7.0 Authentication successful");
    await expect(page.transcript).toContainText("AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
    await expectAccessible(lab);
  }
});

test("Bytes has the octets and what the Base64 holds", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.button("Step").click();
  await lab.getByRole("tab", { name: "Bytes" }).click();
  await expect(page.transcript).toContainText("45 48 4c 4f 20 65 78 61 6d 70 6c 65 2e 63 6f 6d");
  const fields = page.transcript.getByRole("list", { name: "Fields" }).getByRole("listitem");
  await expect(fields).toHaveText(["authzid test", "NUL \\0", "authcid test", "NUL \\0", "password testpass"]);
});

test("the arrows go from view to view, and the line in sight stays", async ({ lab }) => {
  await page.line("250-VRFY").click();
  await expect(page.why).toContainText("250-VRFY");
  const tabs = lab.getByRole("tablist", { name: "Session views" });
  await tabs.getByRole("tab", { name: "Dialogue" }).focus();
  const top = async () => Math.round((await page.line("250-VRFY").boundingBox())?.y ?? 0);
  await lab.keyboard.press("ArrowRight");
  await expect(tabs.getByRole("tab", { name: "Raw" })).toBeFocused();
  const before = await top();
  await lab.keyboard.press("ArrowRight");
  await expect(tabs.getByRole("tab", { name: "Bytes" })).toBeFocused();
  await expect(page.transcript).toContainText("45 48 4c 4f");
  // Bytes is the longest view: the line can be where it was.
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(8);
  await lab.keyboard.press("End");
  await expect(tabs.getByRole("tab", { name: "Diagram" })).toBeFocused();
  await expect(page.line("250-VRFY")).toBeInViewport();
});

test("the view is part of the work, and undo passes over it", async ({ lab }) => {
  await page.say("NOOP");
  await lab.getByRole("tab", { name: "Diagram" }).click();
  await page.button("Undo").click();
  await expect(page.line("NOOP")).toHaveCount(0);
  await lab.getByRole("tab", { name: "Raw" }).click();
  await lab.waitForTimeout(600);
  await lab.reload();
  await expect(lab.getByRole("tab", { name: "Raw" })).toHaveAttribute("aria-selected", "true");
});

test("a session is forked at any turn, and goes on from there", async () => {
  await refusal();
  await page.line("250 2.1.0 Ok").click();
  await page.why.getByRole("button", { name: "Fork here" }).click();
  await expect(page.line(REFUSED)).toHaveCount(0);
  await page.say("RCPT TO:<postmaster@example.com>");
  await expect(page.line("250 2.1.5 Ok")).toBeVisible();
  await page.button("Undo").click();
  await page.button("Undo").click();
  await expect(page.line(REFUSED)).toBeVisible();
});

test("the line of main.cf behind a reply is a press away", async () => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.line("250-AUTH PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI").click();
  const text = await page.config();
  const line = text.split("\n").indexOf("smtpd_sasl_auth_enable = yes") + 1;
  await expect(page.why.getByRole("button", { name: `main.cf line ${line}` })).toBeEnabled();
  await page.why.getByRole("button", { name: `main.cf line ${line}` }).click();
  await expect(page.button("Undo")).toHaveAttribute("title", "Undo: smtpd_sasl_auth_enable");
});

test("a server that does not start says so, and undo brings it back", async ({ lab }) => {
  await page.addConfig("smtpd_sasl_auth_enable = maybe");
  await expect(page.transcript).toContainText("The server does not start.");
  await expect(page.session).toContainText("There is no server to talk to");
  await expect(lab.getByRole("list", { name: "State of the session" })).toHaveCount(0);
  await expectAccessible(lab);
  await page.button("Undo").click();
  await expect(page.line("220 mail.example.com ESMTP Postfix")).toBeVisible();
});
