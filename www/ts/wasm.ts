// Where the wasm comes from: a file beside the page, or, in the one-file edition, the
// page itself (`build/single-file.ts` puts it there).

import url from "../pkg/saslab_bg.wasm?url";

/** The element that holds gzip in Base64. */
const EMBEDDED = "saslab-wasm";

export function wasm(): Promise<Response> {
  return import.meta.env.MODE === "single" ? embedded() : fetch(url);
}

/** A `data:` address would be a request, which the one-file edition forbids itself. */
async function embedded(): Promise<Response> {
  const element = document.getElementById(EMBEDDED);
  const bytes = Uint8Array.from(atob(element?.textContent ?? ""), (char) => char.charCodeAt(0));
  element?.remove();
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked, { headers: { "Content-Type": "application/wasm" } });
}
