// The wasm as it travels, put together again. Brotli makes code a seventh smaller when
// what stands in it is sorted by kind (`build/pack.ts` sorts): the instructions are one
// stream of octets, and the numbers that follow them lie in streams of their own. In the
// stream of instructions, the commonest pairs are one octet each, which may be half of
// another pair.

/** Streams of numbers as wasm writes them (LEB128); in the first are the instructions. */
export const OPS = 0;
export const BRANCH = 1;
export const CALL = 2;
export const OTHER = 3;
export const LOCAL = 4;
/** Variables that are addresses to load from. */
export const BASE = 5;
export const SMALL = 6;
/** Constants that are added. */
export const STEP = 7;
export const LONG = 8;
export const FROM = 9;
export const TO = 10;
/** Constants that are addresses, each by its distance from the last. */
export const FAR = 11;
/** Octets that stand for two: each, and the two. */
export const PAIRS = 12;
export const STREAMS = 13;

/** Two instructions that wasm does not have: a constant out of `FAR`, and an access to
 * memory whose alignment is not the one of its kind. */
export const ADDRESS = 0xf0;
export const ALIGNED = 0xf1;

export const [BLOCK, IF, END, TABLE, INDIRECT, SELECT, GET, CONSTANT, FLOAT, DOUBLE, ADD, MORE] = [
  0x02, 0x04, 0x0b, 0x0e, 0x11, 0x1c, 0x20, 0x41, 0x43, 0x44, 0x6a, 0xfc,
];
/** The first access to memory, and the first that writes. */
const LOAD = 0x28;
const STORE = 0x36;
/** The alignment of the accesses; of no other instruction. */
export const ALIGNMENT = new Int8Array(256).fill(-1);
ALIGNMENT.set(Array.from("23230011001122232301012", Number), LOAD);

/** Words of the head: the length of the module, where its code begins, and the streams' lengths. */
export const HEAD = 2 + STREAMS;

/** The first word of a module that was not packed. */
const MAGIC = 0x6d736100;

/** From which stream the number of an instruction comes, if it has just one; none is -1. */
const STREAM = new Int8Array(256).fill(-1);
for (const [stream, from, to] of [
  [OPS, BLOCK, IF],
  [BRANCH, 0x0c, 0x0d],
  [CALL, 0x10, 0x10],
  [LOCAL, GET, 0x22],
  [OTHER, 0x23, 0x24],
  [FROM, LOAD, STORE - 1],
  [TO, STORE, 0x3e],
  [OPS, 0x3f, 0x40],
  [SMALL, CONSTANT, CONSTANT],
  [LONG, 0x42, 0x42],
  [OPS, 0xd0, 0xd0],
  [CALL, 0xd2, 0xd2],
] as const) {
  STREAM.fill(stream, from, to + 1);
}

/** The same, where the octet after the instruction may tell more. */
export function streamOf(op: number, next: number): number {
  if (op === GET && next >= LOAD && next < STORE) return BASE;
  if (op === CONSTANT && next === ADD) return STEP;
  return STREAM[op]!;
}

/** How many octets follow an instruction of two octets: none a conversion, else places of
 * memories, tables and data, of which there are few. */
export const operands = (second: number) => (second < 8 ? 0 : second < 15 && second % 2 === 0 ? 2 : 1);

/** Octets with each pair written out; a pair is made of those before it. */
function spelled(octets: Uint8Array, pairs: Uint8Array): Uint8Array {
  const words = Array.from({ length: 256 }, (_, octet) => [octet]);
  for (let place = 0; place < pairs.length; place += 3) {
    words[pairs[place]!] = [...words[pairs[place + 1]!]!, ...words[pairs[place + 2]!]!];
  }
  let end = 0;
  for (const octet of octets) end += words[octet]!.length;
  const out = new Uint8Array(end);
  end = 0;
  for (const octet of octets) {
    for (const written of words[octet]!) out[end++] = written;
  }
  return out;
}

/** The module out of its packed form; a module that was not packed stays as it is. */
export function unpack(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [length = 0, code = 0, ...lengths] = new Uint32Array(packed.slice(0, 4 * HEAD).buffer);
  if (length === MAGIC) return packed;
  const out = new Uint8Array(length);
  let after = 4 * HEAD + code;
  out.set(packed.subarray(4 * HEAD, after));
  const at = Uint32Array.from(lengths, (length) => (after += length) - length);
  const ops = spelled(packed.subarray(at[OPS], at[BRANCH]), packed.subarray(at[PAIRS], after));
  // Instructions first, the rest where it was after them.
  const from = new Uint8Array(ops.length + packed.length);
  from.set(ops);
  from.set(packed, ops.length);
  for (let stream = OPS + 1; stream < STREAMS; stream++) at[stream]! += ops.length;
  at[OPS] = 0;
  let end = code;
  let address = 0;

  const take = (stream: number) => from[at[stream]!++]!;
  const write = (octet: number) => (out[end++] = octet);
  const number = (stream: number) => {
    let value = 0;
    for (let shift = 0, octet = 128; octet > 127; shift += 7) {
      octet = take(stream);
      value |= (octet & 127) << shift;
    }
    return value;
  };
  /** Copies a number, and says it. Nearly all are of one octet. */
  const copy = (stream: number) => {
    let octet = write(take(stream));
    let value = octet & 127;
    for (let shift = 7; octet > 127; shift += 7) {
      octet = write(take(stream));
      value |= (octet & 127) << shift;
    }
    return value;
  };
  /** The last octet keeps a bit for the sign. */
  const constant = (value: number) => {
    for (write(CONSTANT); value > 63; value >>= 7) write((value & 127) | 128);
    write(value);
  };

  const body = () => {
    for (let sets = copy(OTHER); sets > 0; sets--) {
      copy(OTHER);
      copy(OTHER);
    }
    for (let depth = 1; depth > 0; ) {
      const op = take(OPS);
      if (op === ADDRESS) {
        const distance = number(FAR);
        constant((address += (distance >> 1) ^ -(distance & 1)));
        continue;
      }
      if (op === ALIGNED) {
        const op = write(take(OPS));
        write(take(OPS));
        copy(streamOf(op, 0));
        continue;
      }
      write(op);
      if (op >= BLOCK && op <= IF) depth++;
      if (op === END) depth--;
      const alignment = ALIGNMENT[op]!;
      if (alignment >= 0) write(alignment);
      const stream = streamOf(op, from[at[OPS]!]!);
      if (stream >= 0) copy(stream);
      if (stream >= 0) continue;
      let numbers = op === TABLE ? copy(OTHER) + 1 : op === INDIRECT ? 2 : 0;
      while (numbers-- > 0) copy(OTHER);
      let octets = op === SELECT ? copy(OPS) : op === MORE ? operands(copy(OPS)) : op === FLOAT ? 4 : op === DOUBLE ? 8 : 0;
      while (octets-- > 0) write(take(OPS));
    }
  };

  while (at[OPS]! < ops.length) {
    // How long a function is stands before it.
    const start = end;
    body();
    const octets = [];
    for (let size = end - start; ; size >>= 7) {
      if (size < 128) {
        octets.push(size);
        break;
      }
      octets.push((size & 127) | 128);
    }
    out.copyWithin(start + octets.length, start, end);
    out.set(octets, start);
    end += octets.length;
  }
  out.set(packed.subarray(after), end);
  return out;
}
