// Typing SMTP: what the server takes, what cannot be right, several lines at once, and a
// login out of name and password.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
});

test("what the server takes now is offered, and Tab completes it", async ({ lab }) => {
  const offered = lab.getByRole("list", { name: "What the server takes now" });
  // One beginning stands for all mechanisms until it is written.
  await expect(offered).not.toContainText("CRAM-MD5");
  await offered.getByRole("button", { name: "AUTH" }).click();
  await expect(page.command).toHaveValue("AUTH ");
  await expect(offered.getByRole("button", { name: "AUTH CRAM-MD5" })).toBeVisible();
  await page.command.fill("");
  await expect(offered).not.toContainText("RCPT TO");
  await page.command.pressSequentially("mail");
  await expect(offered.getByRole("button")).toHaveText(["MAIL FROM:<test@example.com>"]);
  await page.command.press("Tab");
  await expect(page.command).toHaveValue("MAIL FROM:<test@example.com>");
  await page.command.press("Enter");
  await expect(offered).toContainText("RCPT TO");
  await offered.getByRole("button", { name: "RCPT TO" }).click();
  await expect(page.command).toHaveValue("RCPT TO:<friend@example.net>");
  // An empty field lets Tab go on, as everywhere.
  await page.command.fill("");
  await page.command.press("Tab");
  await expect(page.command).not.toBeFocused();
  await expectAccessible(lab);
});

test("what cannot be right is named before it is sent", async ({ lab }) => {
  await page.command.fill("ELHO client.example");
  await expect(page.session).toContainText("the server would say: 500 5.5.2 Error: command not recognized");
  await page.command.fill("MAIL FROM:<m\u00fcller@example.com>");
  await expect(page.session).toContainText("octet 13 is no printable ASCII");
  await page.say("AUTH LOGIN");
  await page.command.fill("te:t");
  await expect(page.session).toContainText("no Base64: octet 3 is not a character of Base64");
  await expectAccessible(lab);
});

test("lines that are pasted are sent one by one, and undone at once", async ({ lab }) => {
  await page.command.focus();
  await lab.evaluate(() => {
    const clipboardData = new DataTransfer();
    const text = "MAIL FROM:<test@example.com>\r\nRCPT TO:<postmaster@example.com>\r\nQUIT\r\nNOOP\r\n";
    clipboardData.setData("text", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  });
  await expect(page.transcript).toContainText("the server has closed the connection");
  await expect(page.line("250 2.1.5 Ok")).toBeVisible();
  // Nobody has heard the last one.
  await expect(page.transcript).not.toContainText("NOOP");
  await page.command.press("ArrowUp");
  await expect(page.command).toHaveValue("QUIT");
  await page.button("Undo").click();
  await expect(page.line("250 2.1.5 Ok")).toHaveCount(0);
});

for (const mechanism of ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"]) {
  test(`name and password become ${mechanism}`, async ({ lab }) => {
    await lab.getByText("Encode a login").click();
    const login = lab.locator("details.login");
    await login.getByLabel("User name").fill("test");
    await login.getByLabel("Password").fill("testpass");
    await login.getByRole("combobox", { name: "Mechanism" }).selectOption({ label: mechanism });
    const send = login.getByRole("button", { name: "Send it" });
    const done = page.line("235 2.7.0 Authentication successful");
    for (let step = 0; step < 3 && (await done.count()) === 0; step += 1) {
      const lines = await page.transcript.getByRole("listitem").count();
      await send.click();
      await expect.poll(() => page.transcript.getByRole("listitem").count()).toBeGreaterThan(lines);
    }
    await expect(done).toBeVisible();
  });
}

test("a wrong password is refused, and stays out of link and storage", async ({ lab }) => {
  await lab.getByText("Encode a login").click();
  const login = lab.locator("details.login");
  await login.getByLabel("User name").fill("test");
  await login.getByLabel("Password").fill("s3cret-s3cret");
  await login.getByRole("button", { name: "Fill in" }).click();
  await expect(page.command).toHaveValue("AUTH PLAIN AHRlc3QAczNjcmV0LXMzY3JldA==");
  await page.command.press("Enter");
  await expect(page.transcript).toContainText("535 5.7.8");
  await expectAccessible(lab);
  await lab.waitForTimeout(600);
  const stored = await lab.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(stored).not.toContain("s3cret");
  expect(stored).not.toContain("AHRlc3QAczNjcmV0");
});
