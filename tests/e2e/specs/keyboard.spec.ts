// One run through the whole page by keys alone: whatever is used is reached by Tab and
// arrows, as who has no pointer reaches it.

import type { Locator } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

/** More stops than the page has. */
const STOPS = 400;

/** Goes on with Tab, or back, until this has the focus. */
async function reach(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const { keyboard } = target.page();
  for (let stop = 0; stop < STOPS; stop += 1) {
    const [first] = await target.all();
    if (await first?.evaluate((element) => element === document.activeElement)) return;
    await keyboard.press(key);
  }
  throw new Error(`not reached by ${key}: ${target}`);
}

test("a lesson, a login, a relay, a fix and a link, by keys alone", async ({ lab }) => {
  // Several hundred keys, each of which is answered before the next.
  test.slow();
  const page = new Laboratory(lab);
  const { keyboard } = lab;

  await reach(page.toggle("smtpd_sasl_auth_enable"));
  await keyboard.press("Space");
  await expect(page.transcript).toContainText("250-AUTH PLAIN");

  await reach(page.client());
  await keyboard.press("ArrowDown");
  await expect(page.client()).not.toHaveValue("outsider 203.0.113.9");
  await keyboard.press("ArrowUp");
  await reach(page.command);
  await keyboard.type("AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
  await keyboard.press("Escape");
  await keyboard.press("Enter");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();

  await reach(page.relay.getByRole("button", { name: /from outsider.*any/ }).first());
  await keyboard.press("Enter");
  await expect(page.transcript).toContainText("RCPT TO:<");

  await keyboard.press("Control+z");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();

  await reach(lab.getByRole("tab", { name: "Lab" }));
  await keyboard.press("ArrowRight");
  await expect(lab.getByRole("tabpanel", { name: "Lessons" })).toBeVisible();
  await reach(lab.getByRole("link", { name: "Load into the Lab: Let those who logged in relay" }));
  await keyboard.press("Enter");
  await expect(page.transcript).toContainText("250 2.1.5 Ok");

  await reach(lab.getByRole("tab", { name: "Lab" }), "Shift+Tab");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await reach(lab.getByRole("textbox", { name: "User name" }));
  await keyboard.type("test");
  await reach(lab.getByLabel("Password", { exact: true }));
  await keyboard.type("testpass");
  await expect(lab.getByRole("tabpanel", { name: "Credentials" })).toContainText("AUTH PLAIN");

  await reach(page.button("Share"));
  await keyboard.press("Enter");
  const dialog = lab.getByRole("dialog", { name: "Share" });
  await expect(dialog).toBeVisible();
  await keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.button("Share")).toBeFocused();

  await reach(page.button("Dark colours"));
  await keyboard.press("Enter");
  await expect(lab.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("a button that is gone once it was pressed leaves the focus beside it", async ({ lab }) => {
  const page = new Laboratory(lab);
  const press = async (name: string) => {
    await page.button(name).focus();
    await lab.keyboard.press("Enter");
    await expect(page.button(name)).toHaveCount(0);
  };
  for (const item of ["defer_unauth_destination", "permit_mynetworks"]) await press(`Remove ${item}`);
  await press("Remove permit_sasl_authenticated");
  await expect(page.server.getByRole("combobox", { name: "Add to smtpd_relay_restrictions" })).toBeFocused();
  await page.show("Users");
  await press("Remove user 1");
  await expect(page.button("Add a user")).toBeFocused();
  await page.button("Undo").click();
  await page.show("Switches");
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.consequences).toContainText("The service does not start");
  // What is pressed and stays keeps the focus, whatever comes below it.
  const fix = page.consequences.getByRole("button", { name: /^fix/ }).first();
  await fix.focus();
  await lab.keyboard.press("Enter");
  await expect(page.consequences.getByRole("button", { name: "Apply" }).first()).toBeVisible();
  await expect(fix).toBeFocused();
  await lab.getByRole("tab", { name: "Lessons" }).click();
  await lab.getByRole("link", { name: "Load into the Lab: Enable AUTH" }).focus();
  await lab.keyboard.press("Enter");
  await expect(lab.getByRole("tab", { name: "Lab", exact: true })).toBeFocused();
});
