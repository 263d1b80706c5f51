// DESIGN section 6 counts what the first interaction needs: the second half of the wasm
// is not part of it.

import { expect, test } from "../fixtures/test";
import { firstInteraction, Laboratory } from "./laboratory";

test("the first interaction does without the second half", async ({ page, watched }) => {
  let asked = 0;
  await page.route("**/saslab_rest*.wasm", () => {
    asked += 1; // and is never answered
  });
  await page.goto("./");
  await firstInteraction(page);
  expect(asked, "fetched once, in the background").toBe(1);
  expect(watched.errors).toEqual([]);
});

test("what needs the second half early waits for it", async ({ page }) => {
  // The background request never ends; the one from the wasm does.
  let first = true;
  await page.route("**/saslab_rest*.wasm", async (route) => {
    if (!first) await route.continue();
    first = false;
  });
  await page.goto("./");
  await firstInteraction(page);
  const lab = new Laboratory(page);
  await lab.say("AUTH CRAM-MD5");
  await expect(lab.transcript).toContainText("334 ");
  expect(first).toBe(false);
});
