// The entry: loads the wasm, starts the page in it, then closes the network.

import start, { restArrived, show } from "../pkg/saslab.js";
import { fetchRest } from "./rest";
import { compiled } from "./wasm";

/** Seen by tests and measurements; no element carries them. */
const USABLE = "saslab-usable";
const STARTED = "saslab-started";

/**
 * A second policy can only forbid more: from here on no script of the page, not even
 * one of a dependency, can send anything.
 */
function closeNetwork(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "connect-src 'none'";
  document.head.append(policy);
}

function explain(what: string, reason: unknown): void {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = `${what}: ${String(reason)}`;
  document.querySelector("header")?.append(line);
}

/** The browser paints, and does what waits to be done; in the background it paints nothing. */
const breath = () =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 99);
  });

/** Does it, or says on the page what did not work, and why. */
async function attempt(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (reason) {
    explain(what, reason);
    throw reason;
  }
}

await attempt("The laboratory cannot start in this browser", async () => {
  await start({ module_or_path: await compiled() });
  await breath();
  show();
  performance.mark(USABLE);
});
await attempt("Part of the laboratory did not arrive; reload the page to try again", async () => {
  const [shell] = await Promise.all([import("./shell/shell"), fetchRest()]);
  restArrived();
  await breath();
  await shell.start();
});
// Without its editor the page has a plain field.
await import("./code/code").catch(() => {});
closeNetwork();
performance.mark(STARTED);
