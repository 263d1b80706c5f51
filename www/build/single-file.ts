// The one-file edition: script, styles and wasm inside the HTML, for a USB stick and a
// room without a network. Its policy names them by hash and allows no request at all.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

/** `wasm` is the module that wasm-opt wrote. */
export function singleFile(wasm: string): Plugin {
  return {
    name: "saslab-single-file",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const html = bundle["index.html"];
      if (html?.type !== "asset") throw new Error("the bundle has no index.html");
      // Nothing is fetched ahead: the placeholder of Vite's preloading stays empty.
      const script = take(bundle, ".js")
        .replaceAll("__VITE_PRELOAD__", "void 0")
        .replaceAll("</script", "<\\/script");
      const style = take(bundle, ".css");
      html.source = assemble(String(html.source), script, style, await packed(wasm));
      refuseLeftovers(bundle);
    },
  };
}

/** All files of one kind, taken out of the bundle. */
function take(bundle: Bundle, ending: string): string {
  const names = Object.keys(bundle).filter((name) => name.endsWith(ending));
  const texts = names.map((name) => {
    const file = bundle[name];
    delete bundle[name];
    return file?.type === "chunk" ? file.code : String(file?.source ?? "");
  });
  if (ending === ".js" && texts.length !== 1) throw new Error(`${texts.length} scripts, not one`);
  return texts.join("\n");
}

function assemble(html: string, script: string, style: string, wasm: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "img-src data:",
    // Its script is inside this file, too.
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const end = [
    `<script type="application/octet-stream" id="saslab-wasm">${wasm}</script>`,
    `<script type="module">${script}</script>`,
  ].join("\n");
  // Functions as replacements, because `$&` in a string would be taken as a pattern.
  return html
    .replace(/<link rel="(preload|modulepreload|manifest)"[^>]*>\s*/g, "")
    .replace(/<script type="module"[^>]*><\/script>\s*/g, "")
    .replace(/(http-equiv="Content-Security-Policy"\s+content=")[^"]*/, (_all, start) => start + policy)
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace("</body>", () => `${end}\n</body>`);
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

async function packed(wasm: string): Promise<string> {
  return gzipSync(await readFile(wasm), { level: 9 }).toString("base64");
}

/** A file that stayed outside would be missing on the USB stick. */
function refuseLeftovers(bundle: Bundle): void {
  for (const name of Object.keys(bundle)) {
    if (name.endsWith(".bin")) delete bundle[name];
  }
  const left = Object.keys(bundle).filter((name) => name !== "index.html");
  if (left.length > 0) throw new Error(`not inside the one file: ${left.join(", ")}`);
}
