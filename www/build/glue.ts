// What wasm-bindgen's code has and this page never comes to: it is always given a compiled
// module, in a browser that knows `encodeInto`.

import type { Plugin } from "vite";

const CUT: readonly [RegExp, string][] = [
  [/^async function __wbg_load[^]*?^}\n/m, ""],
  [
    /^async function __wbg_init_once[^]*?^}\n/m,
    `async function __wbg_init_once({ module_or_path }) {
    return __wbg_finalize_init(await WebAssembly.instantiate(module_or_path, __wbg_get_imports()));
}
`,
  ],
  [/^if \(!\('encodeInto'[^]*?^}\n/m, ""],
];

export function withoutOtherWays(): Plugin {
  return {
    name: "saslab-glue",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/pkg/saslab.js")) return undefined;
      return CUT.reduce((text, [old, value]) => {
        const next = text.replace(old, value);
        if (next === text) throw new Error(`${old} is not in ${id}`);
        return next;
      }, code);
    },
  };
}
