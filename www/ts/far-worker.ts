// The worker of `shell/far.ts`: a second instance of the page's wasm, of which only three
// functions are called. They ask nothing of the page, so whatever the wasm would import
// does nothing here, and the page in it is never started.

/** The modules, as they were compiled for the page. */
interface Modules {
  readonly first: WebAssembly.Module;
  /** The one-file edition has a single module. */
  readonly rest?: WebAssembly.Module;
}

interface Order {
  readonly serial: number;
  readonly asked: string;
  readonly question?: string;
  readonly at?: number;
}

/** What wasm-bindgen makes of strings: address and length. */
type Passed = [number, number];

interface Core {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_malloc: (length: number, align: number) => number;
  readonly __wbindgen_free: (at: number, length: number, align: number) => void;
  readonly restArrived: () => void;
  readonly examinePart: (at: number, length: number, part: number) => Passed;
  readonly settleFinding: (at: number, length: number, name: number, end: number, place: number) => Passed;
}

let core: Core;

addEventListener("message", ({ data }: MessageEvent<Modules | Order>) => {
  if ("first" in data) core = begin(data);
  else if (data.question === undefined) examine(data);
  else answer(data, "settled", settle(data));
});

function begin({ first, rest }: Modules): Core {
  const imports: WebAssembly.Imports = {};
  for (const { module, name } of WebAssembly.Module.imports(first)) {
    (imports[module] ??= {})[name] = () => undefined;
  }
  const exports = new WebAssembly.Instance(first, imports).exports;
  // It writes its functions into the table of the first half.
  if (rest) new WebAssembly.Instance(rest, { first: exports });
  const core = exports as unknown as Core;
  core.restArrived();
  return core;
}

function examine(order: Order): void {
  for (let part = 0, text = " "; text !== ""; part += 1) {
    text = taken(core.examinePart(...given(order.asked), part));
    answer(order, "part", text);
  }
}

function settle({ asked, question = "", at = 0 }: Order): string {
  return taken(core.settleFinding(...given(asked), ...given(question), at));
}

function answer({ serial }: Order, what: string, text: string): void {
  self.postMessage({ serial, what, text });
}

function given(text: string): Passed {
  const octets = new TextEncoder().encode(text);
  const at = core.__wbindgen_malloc(octets.length, 1) >>> 0;
  new Uint8Array(core.memory.buffer, at, octets.length).set(octets);
  return [at, octets.length];
}

function taken([at, length]: Passed): string {
  const octets = new Uint8Array(core.memory.buffer, at >>> 0, length);
  const text = new TextDecoder().decode(octets);
  core.__wbindgen_free(at, length, 1);
  return text;
}
