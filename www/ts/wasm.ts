// Where the wasm comes from: a file beside the page, or, in the one-file edition, the
// page itself (`build/single-file.ts` puts it there).

import url from "../pkg/saslab_first.wasm?url";

/** The element that holds gzip in Base64. */
const EMBEDDED = "saslab-wasm";

/** Whether there is one module, not two halves (`rest.ts`). */
export const isWhole = import.meta.env.MODE === "single";

/** The first half as it was compiled, or the whole; a worker takes it over. */
export let first: WebAssembly.Module;

export async function compiled(): Promise<WebAssembly.Module> {
  first = await WebAssembly.compileStreaming(isWhole ? embedded() : fetch(url));
  return first;
}

/** A `data:` address would be a request, which the one-file edition forbids itself. */
async function embedded(): Promise<Response> {
  const element = document.getElementById(EMBEDDED);
  const bytes = Uint8Array.from(atob(element?.textContent ?? ""), (char) => char.charCodeAt(0));
  element?.remove();
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked, { headers: { "Content-Type": "application/wasm" } });
}
