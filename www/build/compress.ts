// Every file compressed ahead of time, so that any plain web server can send it small.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { constants, createBrotliCompress, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { parts } from "./pack.ts";

/** Files that are compressed already gain nothing. */
const COMPRESSIBLE = /\.(bin|css|html|js|json|svg|txt|webmanifest)$/;

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
  await writeFile(`${file}.br`, await brotli(file.endsWith(".bin") ? parts(raw) : [raw], raw.length));
  await writeFile(`${file}.gz`, gzipSync(raw, { level: constants.Z_BEST_COMPRESSION }));
}

/** Each part begins a block of its own, with codes of its own. */
async function brotli(parts: Uint8Array[], length: number): Promise<Buffer> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: length,
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
