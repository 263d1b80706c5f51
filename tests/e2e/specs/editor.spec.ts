// main.cf in its editor, by keys alone: moving, deleting, folding, offers and remarks.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

const TEXT = "# one\n# two\n# three\nmyhostname = mail.example.com\nmydestination = example.com,\n    example.net\n";

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
  await page.writeConfig(TEXT);
  await page.show("main.cf");
  await page.mainCf.press("ControlOrMeta+Home");
});

/** The lines that are in sight. */
const lines = () => page.mainCf.locator(".cm-line").allTextContents();

test("words and lines are moved over, selected and deleted", async ({ lab }) => {
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "End", "ControlOrMeta+Shift+ArrowLeft"]) await lab.keyboard.press(key);
  await lab.keyboard.type("org");
  expect((await lines())[3]).toBe("myhostname = mail.example.org");
  for (const key of ["ControlOrMeta+Backspace", "Backspace", "Home", "Delete"]) await lab.keyboard.press(key);
  expect((await lines())[3]).toBe("yhostname = mail.example");
  for (const key of ["ControlOrMeta+End", "ArrowUp", "Home", "Shift+End", "Delete"]) await lab.keyboard.press(key);
  expect((await lines())[5]).toBe("    ");
  await lab.keyboard.press("ControlOrMeta+a");
  await lab.keyboard.press("Backspace");
  expect(await lines()).toEqual([""]);
});

test("a new line begins as far in as the one before", async ({ lab }) => {
  for (const key of ["ControlOrMeta+End", "ArrowLeft", "Enter"]) await lab.keyboard.press(key);
  await lab.keyboard.type("# x");
  expect((await lines()).slice(5)).toEqual(["    example.net", "    # x", ""]);
});

test("remarks fold into the first and unfold, by key and by pointer", async ({ lab }) => {
  await lab.keyboard.press("Control+Shift+[");
  expect((await lines())[0]).toBe("# one…");
  await expect(page.mainCf.getByText("…")).toBeVisible();
  await expectAccessible(lab);
  await lab.keyboard.press("Control+Shift+]");
  expect((await lines())[0]).toBe("# one");
  await lab.getByTitle("Fold line", { exact: true }).click();
  await expect(page.mainCf.getByText("…")).toBeVisible();
  await lab.getByTitle("Unfold line", { exact: true }).click();
  expect((await lines()).slice(0, 3)).toEqual(["# one", "# two", "# three"]);
});

test("offers are asked for, narrowed, gone through and put away", async ({ lab }) => {
  const offers = lab.getByRole("listbox", { name: "Completions" });
  const chosen = offers.getByRole("option", { selected: true });
  await page.mainCf.press("ControlOrMeta+End");
  await lab.keyboard.press("Control+Space");
  await expect(offers).toBeVisible();
  await lab.keyboard.type("sasl_auth");
  await expect(chosen).toHaveText(/sasl_auth/);
  const first = await chosen.textContent();
  await lab.keyboard.press("ArrowDown");
  await expect(chosen).not.toHaveText(first ?? "");
  await lab.keyboard.press("ArrowUp");
  await expect(chosen).toHaveText(first ?? "");
  await expect(page.mainCf).toHaveAttribute("aria-activedescendant", await chosen.getAttribute("id") ?? "");
  await expectAccessible(lab);
  await lab.keyboard.press("Escape");
  await expect(offers).toBeHidden();
  await lab.keyboard.press("Control+Space");
  await offers.getByRole("option", { name: /^smtpd_sasl_auth_enable/ }).click();
  expect((await lines()).at(-1)).toBe("smtpd_sasl_auth_enable");
});

test("the next remark is a key away, and so is their list", async ({ lab }) => {
  await page.mainCf.press("ControlOrMeta+End");
  await lab.keyboard.type("nonsense = yes\n");
  await lab.keyboard.press("Escape");
  await expect(page.mainCf.locator(".cm-lintRange")).toHaveText("nonsense");
  await lab.keyboard.press("F8");
  await expect(page.mainCf.page().locator(".cm-diagnostic")).toBeVisible();
  await lab.keyboard.press("ControlOrMeta+Shift+m");
  await expect(lab.getByRole("button", { name: "Show line 7" })).toBeFocused();
});
