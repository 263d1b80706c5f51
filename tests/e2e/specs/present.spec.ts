// In front of an audience, in another page, on paper, and the tour.

import { expectAccessible } from "../fixtures/axe";
import { expect, started, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

const BANNER = "banner";

test("presenting hides the masthead, and the clicker steps through the session", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  const small = await lab.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  await page.button("Present").click();
  await expect(lab.getByRole(BANNER)).toBeHidden();
  const large = await lab.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  expect(Number.parseFloat(large)).toBeGreaterThan(Number.parseFloat(small));
  await lab.keyboard.press("PageDown");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await lab.keyboard.press("PageUp");
  await expect(page.line("235 2.7.0 Authentication successful")).toHaveCount(0);
  await expectAccessible(lab);
  await page.button("End presenting").click();
  await expect(lab.getByRole(BANNER)).toBeVisible();
});

test("the clicker steps on from the field in which something was typed", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.button("Present").click();
  await page.command.fill("NOOP");
  await lab.keyboard.press("PageDown");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await lab.keyboard.press("Escape");
  await expect(lab.getByRole(BANNER)).toBeVisible();
});

test("paper is white, and what is on it legible, though the screen is dark", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  const colour = () => page.line("EHLO example.com").locator(".text").evaluate((line) => getComputedStyle(line).color);
  const light = await colour();
  await page.button("Dark colours").click();
  expect(await colour()).not.toBe(light);
  await lab.emulateMedia({ media: "print" });
  expect(await colour()).toBe(light);
});

for (const system of ["light", "dark"] as const) {
  test(`colours that are chosen are those of a system that has them, on a ${system} one, and paper has its own`, async ({ lab }) => {
    const page = new Laboratory(lab);
    const colours = () =>
      lab.evaluate(() => {
        const of = getComputedStyle(document.body);
        return [of.backgroundColor, of.color, getComputedStyle(document.documentElement).colorScheme];
      });
    await lab.emulateMedia({ colorScheme: system });
    await lab.reload();
    await page.button(system === "dark" ? "Light colours" : "Dark colours").click();
    const chosen = await colours();
    await page.button(system === "dark" ? "Dark colours" : "Light colours").click();
    const same = await colours();
    await page.button("System colours").click();
    expect((await colours()).slice(0, 2)).toEqual(same.slice(0, 2));
    await lab.emulateMedia({ colorScheme: system === "dark" ? "light" : "dark" });
    expect((await colours()).slice(0, 2)).toEqual(chosen.slice(0, 2));
    const dark = ["rgb(22, 24, 27)", "rgb(228, 228, 224)", "dark"];
    const light = ["rgb(252, 252, 250)", "rgb(27, 29, 31)", "light"];
    expect([chosen, same]).toEqual(system === "dark" ? [light, dark] : [dark, light]);
    await lab.emulateMedia({ media: "print", colorScheme: system });
    expect(await colours()).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)", "light"]);
  });
}

test("the presenter's notes are kept", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.button("Present").click();
  await lab.getByText("Notes", { exact: true }).click();
  await lab.getByRole("textbox", { name: "Notes" }).fill("first the EHLO");
  await lab.reload();
  await started(lab);
  await page.button("Present").click();
  await lab.getByText("Notes", { exact: true }).click();
  await expect(lab.getByRole("textbox", { name: "Notes" })).toHaveValue("first the EHLO");
});

test("another page shows one region in a frame", async ({ lab }) => {
  const body = `<!doctype html><html lang="en"><title>x</title><main>
    <iframe title="lab" width="800" height="600" src="./?embed=session"></iframe></main></html>`;
  await lab.route("**/around.html", (route) => route.fulfill({ body, contentType: "text/html" }));
  await lab.goto("./around.html");
  const frame = lab.frameLocator("iframe");
  await expect(frame.getByRole("log", { name: "Transcript" })).toContainText("220 mail.example.com");
  await expect(frame.getByRole("region", { name: "Server", exact: true })).toBeHidden();
  await expect(frame.getByRole(BANNER)).toBeHidden();
  await frame.getByRole("textbox", { name: "SMTP command" }).fill("NOOP");
  await frame.getByRole("textbox", { name: "SMTP command" }).press("Enter");
  await expect(frame.getByRole("log")).toContainText("250 2.0.0 Ok");
});

test("an embedded region can be read-only", async ({ page }) => {
  await page.goto("./#embed=session&readonly");
  await started(page);
  await expect(page.getByRole("log", { name: "Transcript" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "SMTP command" })).toBeHidden();
  for (const key of [".", "f"]) await page.keyboard.press(key);
  const lines = page.getByRole("slider", { name: "Lines sent", includeHidden: true });
  await expect(lines).toHaveValue("1");
  await expect(lines).toHaveAttribute("max", "3");
  await expectAccessible(page);
});

test("what is read-only cannot be changed in any of its views", async ({ page }) => {
  await page.goto("./#embed=server&readonly");
  await started(page);
  const lab = new Laboratory(page);
  await lab.show("main.cf");
  await lab.mainCf.click();
  for (const key of ["ControlOrMeta+End", "x", "Enter", "Backspace"]) await page.keyboard.press(key);
  await page.keyboard.insertText("y");
  await lab.show("Parameters");
  await page.getByRole("button", { name: /^SMTP AUTH/ }).click();
  const control = page.getByRole("switch", { name: "smtpd_sasl_auth_enable", includeHidden: true });
  await expect(control).toHaveCount(1);
  await expect(control).toHaveJSProperty("inert", true);
  await lab.show("Tables");
  await expect(page.getByText("/etc/aliases")).toBeVisible();
  await expect(lab.server.getByRole("button")).toHaveCount(0);
  await lab.show("main.cf");
  await expect(lab.mainCf.locator(".cm-line").last()).toHaveText("");
  expect((await lab.mainCf.locator(".cm-line").allTextContents()).slice(-2)).toEqual(["alias_maps = hash:/etc/aliases", ""]);
});

test("paper has the session and nothing to press", async ({ lab }) => {
  const page = new Laboratory(lab);
  await lab.emulateMedia({ media: "print" });
  await expect(page.transcript).toBeVisible();
  await expect(lab.getByRole("tab")).toHaveCount(0);
  // The answers of the relay table lead to their sessions on the screen.
  await expect(page.relay.getByRole("button")).toHaveCount(12);
  await expect(page.consequences.getByRole("checkbox")).toHaveCount(0);
  await expect(page.transcript).toContainText("not offered: STARTTLS");
  // And so do the names of what is not offered, to their reasons.
  const missing = page.transcript.getByRole("button", { name: /^why not / });
  await expect(missing).toHaveCount(2);
  await expect(lab.getByRole("button")).toHaveCount(14);
  await expect(page.why).toBeHidden();
});

test("paper has the text of main.cf, its lines numbered and without remarks", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.writeConfig("# a remark\ncompatibility_level = 3.6\n\nmyhostname = mail.example.com\n");
  const paper = page.server.locator("pre");
  // As the browser prints: it says so before and after.
  const pages = await lab.pdf();
  expect(pages.length).toBeGreaterThan(10_000);
  await expect(paper).toHaveCount(0);
  await lab.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(paper).toHaveText("main.cf\n   2  compatibility_level = 3.6\n   4  myhostname = mail.example.com\n", { useInnerText: true });
  await lab.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.writeConfig(Array.from({ length: 250 }, (_, at) => `name${at} = ${at}`).join("\n"));
  await lab.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(paper).toContainText(/200 {2}name199 = 199\n50 more lines$/);
});

test("large letters need no more room than the screen has", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.button("Present").click();
  // The way out lies on the switches, not on the player.
  const bar = lab.getByRole("complementary", { name: "Presentation" });
  const session = (await page.session.boundingBox())?.x ?? 0;
  const over = await bar.boundingBox();
  expect((over?.x ?? 0) + (over?.width ?? 0)).toBeLessThanOrEqual(session);
  for (const width of [360, 1024, 1280, 1920, 2560]) {
    await lab.setViewportSize({ width, height: 800 });
    const over = await lab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over, `${width} wide`).toBeLessThanOrEqual(0);
  }
});

test("the tour has five steps, and can be left", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.button("Tour").click();
  for (let step = 1; step < 5; step += 1) {
    await expect(lab.getByRole("dialog", { name: `${step} of 5` })).toBeVisible();
    if (step === 1) await expectAccessible(lab);
    if (step === 4) await expect(lab.getByRole("dialog")).toContainText("Fork drops what it has still to say");
    await lab.keyboard.press("Enter");
  }
  await expect(lab.getByRole("dialog", { name: "5 of 5: Consequences" })).toBeVisible();
  await page.button("Done").click();
  await expect(lab.getByRole("dialog")).toHaveCount(0);
  await page.button("Tour").click();
  await page.button("Skip the rest").click();
  await expect(lab.getByRole("dialog")).toHaveCount(0);
});
