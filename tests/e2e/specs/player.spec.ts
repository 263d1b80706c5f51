// The player, and where the session stands.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

const TLS = "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n";

test("a session plays by itself, as fast as it is told, and stops at its end", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.script().selectOption({ label: "log in, then relay" });
  await page.button("To the greeting").click();
  await lab.getByRole("combobox", { name: "Speed" }).selectOption({ label: "2×" });
  await page.button("Play").click();
  await expect(page.button("Pause")).toBeVisible();
  await expect(page.transcript).toContainText("the server has closed the connection");
  await expect(page.button("Play")).toBeVisible();
  await expect(lab.getByRole("slider", { name: "Lines sent" })).toHaveValue("5");
});

test("Pause stops it where it is", async ({ lab }) => {
  await page.button("To the greeting").click();
  await lab.getByRole("combobox", { name: "Speed" }).selectOption({ label: "0.5×" });
  await page.button("Play").click();
  await page.button("Pause").click();
  await expect(lab.getByRole("slider", { name: "Lines sent" })).toHaveValue("0");
  await expect(page.button("Play")).toBeVisible();
});

test("the player goes to the next change, and round", async ({ lab }) => {
  await expect(page.button("Next change")).toBeDisabled();
  await page.toggle("smtpd_sasl_auth_enable").check();
  const slider = lab.getByRole("slider", { name: "Lines sent" });
  // The offer after EHLO has changed, and so has the answer to AUTH.
  await page.button("Next change").click();
  await expect(slider).toHaveValue("2");
  await expect(page.line("235 2.7.0 Authentication successful")).toContainText("changed");
  await page.button("Next change").click();
  await expect(slider).toHaveValue("1");
});

test("keys play, pause and go to the next change", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  const slider = lab.getByRole("slider", { name: "Lines sent" });
  await lab.keyboard.press("n");
  await expect(slider).toHaveValue("2");
  await lab.keyboard.press("<");
  await expect(slider).toHaveValue("0");
  await lab.keyboard.press("k");
  await expect(page.button("Pause")).toBeFocused();
  await lab.keyboard.press("k");
  await expect(page.button("Play")).toBeFocused();
  await lab.keyboard.press("?");
  const keys = lab.getByRole("dialog", { name: "Keyboard map" });
  await expect(keys.getByRole("row", { name: "Play, or pause k" })).toBeVisible();
  await expect(keys.getByRole("row", { name: "Next change n" })).toBeVisible();
});

test("where there is nothing more to do a key keeps the focus, and does nothing", async ({ lab }) => {
  const slider = lab.getByRole("slider", { name: "Lines sent" });
  const step = page.button("Step");
  await step.focus();
  for (const played of ["2", "3"]) {
    await lab.keyboard.press("Enter");
    await expect(slider).toHaveValue(played);
  }
  await expect(step).toBeDisabled();
  await expect(step).toBeFocused();
  await lab.keyboard.press("Enter");
  await lab.keyboard.press("Shift+Tab");
  await expect(page.button("Play")).toBeFocused();
  // The last press was none: one step back takes the steps back.
  await page.button("Undo").focus();
  await lab.keyboard.press("Enter");
  await expect(slider).toHaveValue("1");
  await expect(page.button("Undo")).toBeFocused();
  await expect(page.button("Undo")).toBeDisabled();
  await page.button("Fork here").focus();
  await lab.keyboard.press("Enter");
  await expect(slider).toHaveAttribute("max", "1");
  await expect(page.button("Fork here")).toBeFocused();
});

test("the player forks where the session stands, by mouse and by key", async ({ lab }) => {
  const slider = lab.getByRole("slider", { name: "Lines sent" });
  await expect(slider).toHaveAttribute("max", "3");
  await page.button("Fork here").click();
  await expect(slider).toHaveAttribute("max", "1");
  await expect(page.button("Fork here")).toBeDisabled();
  await page.button("Undo").click();
  await expect(slider).toHaveAttribute("max", "3");
  await page.transcript.focus();
  await lab.keyboard.press("f");
  await expect(slider).toHaveAttribute("max", "1");
  // What the client says next is typed.
  await expect(page.command).toBeFocused();
  await lab.keyboard.press("Escape");
  await page.transcript.focus();
  await lab.keyboard.press("?");
  const keys = lab.getByRole("dialog", { name: "Keyboard map" });
  await expect(keys.getByRole("row", { name: /^Fork here.* f$/ })).toBeVisible();
});

test("the slider scrubs, and undo takes the whole way back", async ({ lab }) => {
  const slider = lab.getByRole("slider", { name: "Lines sent" });
  await slider.focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"]) await lab.keyboard.press(key);
  await expect(slider).toHaveValue("2");
  await page.button("Undo").click();
  await expect(slider).toHaveValue("1");
});

test("the diagram says where the session stands", async ({ lab }) => {
  await page.addConfig(`smtpd_sasl_auth_enable = yes\n${TLS}`);
  const states = lab.getByRole("list", { name: "State of the session" });
  const here = states.locator("[aria-current=step]");
  await page.button("Connect again").click();
  await expect(here).toHaveText("connected");
  await page.say("EHLO client.example");
  await expect(here).toHaveText("greeted");
  await expect(page.session).toContainText("in clear");
  await page.say("STARTTLS");
  await expect(page.session).toContainText("inside TLS");
  await expect(here).toHaveText("connected");
  await page.say("EHLO client.example", "AUTH LOGIN");
  await expect(here).toHaveText("authenticating");
  await page.say("dGVzdA==", "dGVzdHBhc3M=");
  await expect(here).toHaveText("authenticated as test");
  await page.say("MAIL FROM:<test@example.com>");
  await expect(here).toHaveText("mail");
  await page.say("RCPT TO:<friend@example.net>");
  await expect(here).toHaveText("recipients");
  await page.say("DATA");
  await expect(here).toHaveText("data");
  await page.say("Subject: x", "", ".");
  await expect(here).toHaveText("authenticated as test");
  await page.say("QUIT");
  await expect(here).toHaveText("closed");
  await expectAccessible(lab);
});
