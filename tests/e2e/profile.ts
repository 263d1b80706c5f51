// Records which functions the first interaction enters: the page opens, and one switch is
// thrown. `first-interaction.spec.ts` then asks for the same without the second half.

import { writeFileSync } from "node:fs";
import { test } from "@playwright/test";
import { started } from "./fixtures/test";
import { firstInteraction } from "./specs/laboratory";

declare global {
  var entered: Set<number>;
}

/** A module without anything: the magic number and the version. */
const EMPTY = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

test("first interaction", async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.entered = new Set();
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = (source, imports) => {
      const profile = { enter: (number: number) => globalThis.entered.add(number) };
      return instantiate(source, { ...imports, profile });
    };
  });
  const wasm = { contentType: "application/wasm" };
  await page.route("**/saslab_first*.wasm", (route) =>
    route.fulfill({ ...wasm, path: process.env.SASLAB_REPORTING }),
  );
  await page.route("**/saslab_rest*.wasm", (route) => route.fulfill({ ...wasm, body: EMPTY }));
  await page.goto("./");
  await firstInteraction(page);
  await started(page); // the call that links the second half
  const entered = await page.evaluate(() => [...globalThis.entered]);
  writeFileSync(process.env.SASLAB_ENTERED ?? "", JSON.stringify(entered));
});
