// The code of a wasm module sorted by kind, as `ts/unpack.ts` takes it: what is alike lies
// side by side, which Brotli makes a seventh smaller.

import { readFile, writeFile } from "node:fs/promises";
import type { Plugin } from "vite";
import * as form from "../ts/unpack.ts";

/** The section of a module that holds its functions, and the magic number and version before all. */
const CODE = 10;
const SECTIONS = 8;

/** More pairs than that make the rest less alike than they save. */
const MOST_PAIRS = 60;

/** Constants from here to there are addresses: the stack is below, and memory ends long before. */
const ADDRESSES = [1 << 20, 1 << 28] as const;

/** Writes `NAME.bin` beside each module. */
export function packed(modules: string[]): Plugin {
  return {
    name: "saslab-packed",
    apply: "build",
    async buildStart() {
      for (const wasm of modules) {
        const module = new Uint8Array(await readFile(wasm));
        const packed = pack(module);
        if (Buffer.compare(form.unpack(packed), module) !== 0) throw new Error(`${wasm} comes out changed`);
        await writeFile(wasm.replace(/wasm$/, "bin"), packed);
      }
    },
  };
}

/** What is alike in a packed module, each part for itself. */
export function parts(packed: Uint8Array): Uint8Array[] {
  const [, code = 0, ...lengths] = new Uint32Array(Uint8Array.from(packed.subarray(0, 4 * form.HEAD)).buffer);
  let end = 4 * form.HEAD + code;
  const ends = [end, ...lengths.map((length) => (end += length)), packed.length];
  return ends.map((end, place) => packed.subarray(ends[place - 1] ?? 0, end));
}

function pack(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const streams: number[][] = Array.from({ length: form.STREAMS }, () => []);
  const reader = new Reader(module, SECTIONS);
  const end = reader.section();
  const code = reader.at;
  const sorter = new Sorter(reader, streams);
  while (reader.at < end) sorter.body();
  [streams[form.OPS], streams[form.PAIRS]] = paired(streams[form.OPS]!);
  const parts = [module.subarray(0, code), ...streams.map((stream) => Uint8Array.from(stream))];
  const head = Uint32Array.from([module.length, code, ...streams.map(({ length }) => length)]);
  return new Uint8Array(Buffer.concat([new Uint8Array(head.buffer), ...parts, module.subarray(end)]));
}

/** Puts an octet that does not occur in place of the commonest pair, again and again;
 * what the octets stand for comes with it. */
function paired(octets: number[]): [number[], number[]] {
  const unused = Array.from({ length: 256 }, (_, octet) => octet).filter((octet) => !octets.includes(octet));
  const pairs: number[] = [];
  for (const octet of unused.slice(0, MOST_PAIRS)) {
    const pair = commonest(octets);
    octets = replaced(octets, pair, octet);
    pairs.push(octet, ...pair);
  }
  return [octets, pairs];
}

function commonest(octets: number[]): [number, number] {
  const counts = new Uint32Array(1 << 16);
  octets.slice(1).forEach((second, place) => counts[(octets[place]! << 8) | second]!++);
  const pair = counts.indexOf(counts.reduce((most, count) => Math.max(most, count)));
  return [pair >> 8, pair & 255];
}

function replaced(octets: number[], [first, second]: [number, number], octet: number): number[] {
  const after: number[] = [];
  for (let place = 0; place < octets.length; place++) {
    const isPair = octets[place] === first && octets[place + 1] === second;
    after.push(isPair ? octet : octets[place]!);
    if (isPair) place++;
  }
  return after;
}

class Reader {
  constructor(
    readonly module: Uint8Array,
    public at: number,
  ) {}

  octet(): number {
    const octet = this.module[this.at++];
    if (octet === undefined) throw new Error("the module ends early");
    return octet;
  }

  octets(count: number): number[] {
    return Array.from({ length: count }, () => this.octet());
  }

  /** The octets of a number. */
  number(): number[] {
    const octets = [this.octet()];
    while (octets.at(-1)! > 127) octets.push(this.octet());
    return octets;
  }

  /** Goes to the first function; says where the functions end. */
  section(): number {
    for (;;) {
      const kind = this.octet();
      const end = value(this.number()) + this.at;
      if (kind === CODE) {
        this.number();
        return end;
      }
      this.at = end;
    }
  }
}

class Sorter {
  private address = 0;
  /** A number whose stream the next instruction decides, and its own instruction. */
  private waiting: { op: number; number: number[] } | undefined;

  constructor(
    private readonly from: Reader,
    private readonly streams: number[][],
  ) {}

  /** A function: its variables, then its instructions. */
  body(): void {
    const end = value(this.from.number()) + this.from.at;
    for (let sets = this.move(form.OTHER); sets > 0; sets--) {
      this.move(form.OTHER);
      this.move(form.OTHER);
    }
    while (this.from.at < end) this.instruction(this.from.octet());
  }

  private instruction(op: number): void {
    if (op === form.CONSTANT && this.isAddress()) return;
    const natural = form.ALIGNMENT[op]!;
    if (natural >= 0) {
      const alignment = this.from.octet();
      if (alignment === natural) this.begin(op);
      else this.begin(form.ALIGNED, op, alignment);
    } else this.begin(op);
    if (op === form.GET || op === form.CONSTANT) {
      this.waiting = { op, number: this.from.number() };
      return;
    }
    const stream = form.streamOf(op, 0);
    if (stream >= 0) this.move(stream);
    if (op === form.TABLE) {
      for (let places = this.move(form.OTHER); places >= 0; places--) this.move(form.OTHER);
    } else if (op === form.INDIRECT) {
      this.move(form.OTHER);
      this.move(form.OTHER);
    } else this.put(form.OPS, ...this.from.octets(this.octetsAfter(op)));
  }

  private octetsAfter(op: number): number {
    switch (op) {
      case form.SELECT:
        return this.move(form.OPS);
      case form.FLOAT:
        return 4;
      case form.DOUBLE:
        return 8;
      case form.MORE:
        return form.operands(this.move(form.OPS));
    }
    if (op > 0xc4 && form.streamOf(op, 0) < 0) throw new Error(`instruction ${op.toString(16)} is not known here`);
    return 0;
  }

  /** Takes a constant that is an address, and nothing else. */
  private isAddress(): boolean {
    const start = this.from.at;
    const octets = this.from.number();
    const address = value(octets);
    if (octets.length > 4 || octets.at(-1)! > 63 || address < ADDRESSES[0] || address >= ADDRESSES[1]) {
      this.from.at = start;
      return false;
    }
    const distance = address - this.address;
    this.address = address;
    this.begin(form.ADDRESS);
    for (let rest = (distance << 1) ^ (distance >> 31); ; rest >>>= 7) {
      if (rest < 128) {
        this.put(form.FAR, rest);
        return true;
      }
      this.put(form.FAR, (rest & 127) | 128);
    }
  }

  /** Puts an instruction, by which the number before it may go. */
  private begin(...octets: number[]): void {
    const [next = 0] = octets;
    if (this.waiting) this.put(form.streamOf(this.waiting.op, next), ...this.waiting.number);
    this.waiting = undefined;
    this.put(form.OPS, ...octets);
  }

  private move(stream: number): number {
    const octets = this.from.number();
    this.put(stream, ...octets);
    return value(octets);
  }

  private put(stream: number, ...octets: number[]): void {
    this.streams[stream]!.push(...octets);
  }
}

/** Of a number that has no sign. */
function value(octets: number[]): number {
  return octets.reduceRight((value, octet) => value * 128 + (octet & 127), 0);
}
