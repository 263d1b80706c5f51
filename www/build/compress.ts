// Every file compressed ahead of time, so that any plain web server can send it small.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Files that are compressed already gain nothing. */
const COMPRESSIBLE = /\.(css|html|js|json|svg|txt|wasm|webmanifest)$/;

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
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  await writeFile(`${file}.br`, brotliCompressSync(raw, { params }));
  await writeFile(`${file}.gz`, gzipSync(raw, { level: constants.Z_BEST_COMPRESSION }));
}
