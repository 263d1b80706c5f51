// The entry: loads the wasm, starts the page in it, then closes the network.

import start, { restArrived } from "../pkg/saslab.js";
import { fetchRest } from "./rest";
import { wasm } from "./wasm";

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

function explain(reason: unknown): void {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = `The laboratory cannot start in this browser: ${String(reason)}`;
  document.querySelector("header")?.append(line);
}

try {
  await start({ module_or_path: wasm() });
  performance.mark(USABLE);
  await fetchRest();
  restArrived();
  closeNetwork();
  performance.mark(STARTED);
} catch (reason) {
  explain(reason);
  throw reason;
}
