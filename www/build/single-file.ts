// The one-file edition: scripts, styles and wasm inside the HTML, for a USB stick and a
// room without a network. Its policy names them by hash and allows no request at all.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, type Plugin, type Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

/** What the editor has of the page, by the name that `ts/embedded.ts` gives it. */
const OF_THE_PAGE = "saslabPage";
const SHARED = /\/(pkg\/saslab\.js|port)$/;

/** What is packed: the module that wasm-opt wrote, and the editor of main.cf. */
interface Packed {
  readonly wasm: string;
  readonly code: string;
}

export function singleFile({ wasm, code }: Packed): Plugin {
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
      const editor = await bundled(code);
      const hidden = embed("wasm", await readFile(wasm)) + embed("code", Buffer.from(editor));
      html.source = assemble(String(html.source), [script, editor], style, hidden);
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

/** The editor as a script of its own: packed, it takes less than half the room. */
async function bundled(entry: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      lib: { entry, name: "saslabCode", formats: ["iife"] },
      rolldownOptions: { external: SHARED, output: { globals: () => OF_THE_PAGE } },
    },
  });
  const [output] = [made].flat();
  if (!output || !("output" in output)) throw new Error("the editor was not bundled");
  return output.output[0].code;
}

/** The first of the scripts is in the page, the other one is packed. */
function assemble(html: string, scripts: string[], style: string, hidden: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "img-src data:",
    // Its script is inside this file, too.
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const end = `${hidden}<script type="module">${scripts[0]}</script>`;
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

/** An element that `ts/wasm.ts` unpacks. */
function embed(name: string, bytes: Buffer): string {
  const text = gzipSync(bytes, { level: 9 }).toString("base64");
  return `<script type="application/octet-stream" id="saslab-${name}">${text}</script>\n`;
}

/** A file that stayed outside would be missing on the USB stick. */
function refuseLeftovers(bundle: Bundle): void {
  for (const name of Object.keys(bundle)) {
    if (name.endsWith(".bin")) delete bundle[name];
  }
  const left = Object.keys(bundle).filter((name) => name !== "index.html");
  if (left.length > 0) throw new Error(`not inside the one file: ${left.join(", ")}`);
}
