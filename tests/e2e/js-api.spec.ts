// The JavaScript API in a browser, as another page would use it.

import { expect, test } from "./fixtures/test";

test("starts from its own folder", async ({ blank }) => {
  const memory = await blank.evaluate(async () => {
    const address = "/__js/saslab.js";
    const { default: start } = await import(address);
    const { memory } = await start({ module_or_path: "/__js/saslab_bg.wasm" });
    return memory.buffer.byteLength;
  });
  expect(memory).toBeGreaterThan(0);
});
