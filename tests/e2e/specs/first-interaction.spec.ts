// DESIGN section 6 counts what the first interaction needs: the second half of the wasm
// is not part of it.

import { expect, test } from "../fixtures/test";
import { firstInteraction, Laboratory } from "./laboratory";

const REST = "**/saslab_rest*.bin";
const STALE = "requests for the second half; if more than one: run `cargo xtask profile`";

test("the first interaction does without the second half", async ({ page }) => {
  let asked = 0;
  await page.route(REST, async (route) => {
    asked += 1;
    // The request in the background is never answered.
    if (asked > 1) await route.continue();
  });
  await page.goto("./");
  await firstInteraction(page);
  expect(asked, STALE).toBe(1);
});

test("what needs the second half early waits for it", async ({ page }) => {
  let asked = 0;
  await page.route(REST, async (route) => {
    asked += 1;
    if (asked > 1) await route.continue();
  });
  await page.goto("./");
  await firstInteraction(page);
  const lab = new Laboratory(page);
  await lab.say("AUTH CRAM-MD5");
  await expect(lab.transcript).toContainText("334 ");
  expect(asked).toBe(2);
});

test("a second half that does not arrive is reported", async ({ page, watched }) => {
  await page.route(REST, (route) => route.abort());
  await page.goto("./");
  await firstInteraction(page);
  await expect(page.getByRole("alert")).toContainText("Part of the laboratory did not arrive");
  expect(watched.errors.splice(0)).not.toEqual([]);
});
