// The bundle of the page: mode `production` is the site, mode `single` the one file.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { packed } from "./build/pack.ts";
import { compress } from "./build/compress.ts";
import { withoutUnused } from "./build/codemirror.ts";
import { withoutOtherWays } from "./build/glue.ts";
import { singleFile } from "./build/single-file.ts";

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const built = (name: string) => local(`pkg/saslab_${name}.wasm`);
const halves = [built("first"), built("rest")];

export default defineConfig(({ mode }) => {
  const single = mode === "single";
  return {
    // The site may lie below any path of a server.
    base: "./",
    // The editor would be too long as it is; the one file has it packed.
    resolve: { alias: single ? [{ find: "./code/code", replacement: local("ts/embedded.ts") }] : [] },
    publicDir: single ? false : "public",
    logLevel: "warn",
    plugins: [withoutUnused(), withoutOtherWays(), packed(halves), ...(single ? [singleFile({ wasm: built("bg"), code: local("ts/code/code.ts") })] : []), compress()],
    build: {
      target: "es2022",
      // The first browsers with `light-dark()`, which would be unrolled for older ones.
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      // `cargo xtask` reads from it which files the first load needs.
      manifest: !single,
      // A `data:` address is no file that a browser could cache;
      // the one file has nothing outside itself.
      assetsInlineLimit: (file) => single && !file.endsWith(".bin"),
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { output: single ? { codeSplitting: false } : {} },
    },
  };
});
