// Records which functions the first interaction enters: the page opens, and one switch is
// thrown. `first-interaction.spec.ts` then asks for the same without the second half.

import { writeFileSync } from "node:fs";
import { test } from "@playwright/test";
import { firstInteraction } from "./specs/laboratory";

declare global {
  var entered: Set<number>;
  var needRest: () => void;
}

type Instantiate = (
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
) => Promise<WebAssembly.Instance>;

/** A module without anything: the magic number and the version. */
const EMPTY = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

test("first interaction", async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.entered = new Set();
    // The page compiles first, since a worker takes the module over.
    const instantiate = WebAssembly.instantiate as unknown as Instantiate;
    const reporting: Instantiate = async (module, imports) => {
      const profile = { enter: (number: number) => globalThis.entered.add(number) };
      const instance = await instantiate(module, { ...imports, profile });
      globalThis.needRest = instance.exports.needRest as () => void;
      return instance;
    };
    Object.assign(WebAssembly, { instantiate: reporting });
  });
  const wasm = { contentType: "application/octet-stream" };
  await page.route("**/saslab_first*.bin", (route) =>
    route.fulfill({ ...wasm, path: process.env.SASLAB_REPORTING }),
  );
  // The request in the background is never answered, the one of `needRest` is.
  let background = true;
  await page.route("**/saslab_rest*.bin", async (route) => {
    if (!background) await route.fulfill({ ...wasm, body: EMPTY });
    background = false;
  });
  await page.goto("./");
  await firstInteraction(page);
  // The way to the second half cannot lie in the second half.
  const entered = await page.evaluate(() => {
    globalThis.needRest();
    return [...globalThis.entered];
  });
  writeFileSync(process.env.SASLAB_ENTERED ?? "", JSON.stringify(entered));
});
