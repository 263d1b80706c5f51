// Every file compressed ahead of time, so that any plain web server can send it small.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { constants, createBrotliCompress, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { parts } from "./pack.ts";

/** Files that are compressed already gain nothing. */
const COMPRESSIBLE = /\.(bin|css|html|js|json|svg|txt|webmanifest)$/;

/** How distances are written (`NPOSTFIX` and `NDIRECT` of RFC 7932, section 4). Which of them
 * suits a file is not to be told beforehand; together they save a thousandth. */
const DISTANCES = [
  [0, 0],
  [0, 4],
  [1, 30],
  [2, 0],
] as const;

/** Writes `FILE.br` and `FILE.gz` beside each file of the finished bundle. */
export function compress(): Plugin {
  return {
    name: "saslab-compress",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir = "" }) {
      const files = await readdir(dir, { recursive: true });
      const wanted = files.filter((file) => COMPRESSIBLE.test(file) && !file.startsWith(".vite"));
      await Promise.all(wanted.map((file) => beside(path.join(dir, file))));
    },
  };
}

async function beside(file: string): Promise<void> {
  const raw = await readFile(file);
  const pieces = file.endsWith(".bin") ? parts(raw) : [raw];
  const tried = await Promise.all(DISTANCES.map((distances) => brotli(pieces, raw.length, distances)));
  await writeFile(`${file}.br`, tried.reduce((least, other) => (other.length < least.length ? other : least)));
  await writeFile(`${file}.gz`, gzipSync(raw, { level: constants.Z_BEST_COMPRESSION }));
}

/** Each part begins a block of its own, with codes of its own. */
async function brotli(parts: Uint8Array[], length: number, distances: readonly [number, number]): Promise<Buffer> {
  const [postfix, direct] = distances;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: length,
    [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
    [constants.BROTLI_PARAM_NDIRECT]: direct,
  };
  const stream = createBrotliCompress({ params });
  const compressed = buffer(stream);
  for (const part of parts) {
    stream.write(part);
    stream.flush(constants.BROTLI_OPERATION_FLUSH);
  }
  stream.end();
  return compressed;
}
