// The views behind the tabs, and the way between them.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

const VIEWS = ["Lab", "Lessons", "Credentials", "Compare"];

test("each tab shows its view, and the address says which", async ({ lab }) => {
  for (const name of VIEWS) {
    const tab = lab.getByRole("tab", { name, exact: true });
    await tab.click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
    await expect(lab.getByRole("tabpanel", { name, exact: true })).toBeVisible();
    await expect(lab.locator("main > [role=tabpanel]:visible")).toHaveCount(1);
    await expect(lab).toHaveURL(new RegExp(`#${name.toLowerCase()}$`));
    await expectAccessible(lab);
  }
  await lab.goBack();
  await expect(lab.getByRole("tabpanel", { name: "Credentials" })).toBeVisible();
});

test("on a narrow screen the client that connects is read in full", async ({ lab }) => {
  await lab.setViewportSize({ width: 768, height: 1000 });
  const room = await new Laboratory(lab).client().evaluate((field) => {
    const select = field as HTMLSelectElement;
    const { font, fontSize, paddingInlineStart, paddingInlineEnd } = getComputedStyle(select);
    const pen = Object.assign(document.createElement("canvas").getContext("2d")!, { font });
    const text = pen.measureText(select.selectedOptions[0]?.label ?? "").width;
    // The sign that it opens takes as much room as a letter is high.
    return select.clientWidth - text - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd) - parseFloat(fontSize);
  });
  expect(room).toBeGreaterThanOrEqual(0);
});

test("the mechanisms that are installed at first are read in full", async ({ lab }) => {
  const field = lab.getByRole("textbox", { name: "mech_list" });
  for (const width of [360, 768, 1280, 2560]) {
    await lab.setViewportSize({ width, height: 1000 });
    const [is, has] = await field.evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    expect(is, `${width} wide`).toBe(has);
  }
});

test("the address opens its view", async ({ lab }) => {
  await lab.goto("./#lessons");
  await lab.reload();
  await expect(lab.getByRole("tabpanel", { name: "Lessons" })).toBeVisible();
});

test("the arrows go from tab to tab", async ({ lab }) => {
  await lab.getByRole("tab", { name: "Lab" }).focus();
  await lab.keyboard.press("ArrowLeft");
  await expect(lab.getByRole("tab", { name: "Compare" })).toBeFocused();
  await expect(lab.getByRole("tabpanel", { name: "Compare" })).toBeVisible();
  await lab.keyboard.press("ArrowRight");
  await expect(lab.getByRole("tab", { name: "Lab" })).toBeFocused();
});

test("what is being typed in the Lab stays while another view is shown", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.command.fill("NOOP");
  await lab.getByRole("tab", { name: "Lessons" }).click();
  await lab.getByRole("tab", { name: "Lab" }).click();
  await expect(page.command).toHaveValue("NOOP");
});

test("a step of the HOWTO is loaded into the Lab, and undo brings back what was there", async ({
  lab,
}) => {
  const page = new Laboratory(lab);
  await lab.getByRole("tab", { name: "Lessons" }).click();
  // The first step is to look, and the others have the numbers of the switches.
  const steps = lab.getByRole("region", { name: "The SMTP AUTH HOWTO" }).locator("ol");
  await expect(steps).toHaveCSS("counter-reset", "step -1");
  const link = { name: "Load into the Lab: Let those who logged in relay" };
  await lab.getByRole("link", link).click();
  // What the step has brought is the end of its session.
  await expect(page.line("250 2.1.5 Ok")).toBeInViewport();
  await page.button("Undo").click();
  await expect(page.line("250 2.1.5 Ok")).toHaveCount(0);
  await expect(page.toggle("smtpd_sasl_auth_enable")).not.toBeChecked();
});
