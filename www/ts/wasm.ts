// Where the wasm comes from: a file beside the page, or, in the one-file edition, the
// page itself (`build/single-file.ts` puts it there).

import url from "../pkg/saslab_first.bin?url";
import { unpack } from "./unpack";

/** Whether there is one module, not two halves (`rest.ts`). */
export const isWhole = import.meta.env.MODE === "single";

/** The first half as it was compiled, or the whole; a worker takes it over. */
export let first: WebAssembly.Module;

export async function compiled(): Promise<WebAssembly.Module> {
  const whole = () => WebAssembly.compileStreaming(embedded("wasm", "application/wasm"));
  first = await (isWhole ? whole() : fetched(url));
  return first;
}

/** A half out of its file, which is packed. */
export async function fetched(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return WebAssembly.compile(unpack(new Uint8Array(await response.arrayBuffer())));
}

/** What an element holds as gzip in Base64. A `data:` address would be a request, which
 * the one-file edition forbids itself. */
export function embedded(name: string, type: string): Response {
  const element = document.getElementById(`saslab-${name}`);
  const bytes = Uint8Array.from(atob(element?.textContent ?? ""), (char) => char.charCodeAt(0));
  element?.remove();
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked, { headers: { "Content-Type": type } });
}
