// The second half of the wasm: it arrives when the page can be used already, and what
// needs it before that waits for it.

import url from "../pkg/saslab_rest.bin?url";
import { unpack } from "./unpack";
import { fetched, isWhole } from "./wasm";

export let rest: WebAssembly.Module | undefined;

export async function fetchRest(): Promise<void> {
  if (!isWhole) rest = await fetched(url);
}

/** Called by the first half, once. */
export function link(first: WebAssembly.Exports): void {
  if (isWhole) return;
  rest ??= new WebAssembly.Module(unpack(fetchNow()));
  // Its only effect is wanted: it writes its functions into the table of the first half.
  new WebAssembly.Instance(rest, { first });
}

/** A call from wasm cannot wait for a promise. */
function fetchNow(): Uint8Array<ArrayBuffer> {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  // Keeps each byte in the low half of a character.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  return Uint8Array.from(request.responseText, (char) => char.charCodeAt(0) & 0xff);
}
