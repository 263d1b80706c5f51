// Work in an address: `#VIEW&s=1DATA`, where 1 is the version of the packing and DATA is
// the text of `src/snapshot.rs`, compressed (raw DEFLATE, RFC 1951) and written in the
// alphabet of RFC 4648 section 5 without padding. Old links stay readable: another packing
// takes another number.

const VERSION = "1";

/** More than any browser takes in an address that can be passed on. */
const LONGEST_LINK = 2_000_000;

/** What a link may unpack to: a small one could hold gigabytes of one letter. */
const LONGEST_TEXT = 8_000_000;

/** Why a link is not opened; its message ends the sentence "The link was not opened: …". */
export class BadLink extends Error {}

/** The parts of a fragment: `#view&key=value&key`. */
export function parts(fragment: string): { view: string; options: Map<string, string> } {
  const [view = "", ...rest] = fragment.replace(/^#/, "").split("&");
  const first = view.includes("=") ? "" : view;
  const pairs = (first === view ? rest : [view, ...rest]).map((part): [string, string] => {
    const [key = "", ...value] = part.split("=");
    return [key, value.join("=")];
  });
  return { view: first, options: new Map(pairs) };
}

export async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const octets = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (const octet of octets) letters += String.fromCharCode(octet);
  const base64 = btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return VERSION + base64;
}

export async function unpack(data: string): Promise<string> {
  if (data.length > LONGEST_LINK) throw new BadLink("it is too long");
  const version = data.charAt(0);
  if (/[2-9]/.test(version)) throw new BadLink("a later version of this page made it");
  if (version !== VERSION) throw new BadLink("it is none of this laboratory");
  try {
    return await inflated(octets(data.slice(1)));
  } catch (reason) {
    throw reason instanceof BadLink ? reason : new BadLink("it is damaged, or was cut off");
  }
}

function octets(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

async function inflated(packed: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > LONGEST_TEXT) throw new BadLink("it unpacks to more than it may");
  }
}
