// What wasm-bindgen's code has and this page never comes to: it is given a compiled module,
// once, in a browser that knows `encodeInto`, and a string always to what can grow.

import type { Plugin } from "vite";

const CUT: readonly [RegExp, string][] = [
  [/^async function __wbg_load[^]*?^}\n/m, ""],
  [
    /^let __wbg_init_promise;[^]*?^async function __wbg_init_once[^]*?^}\n/m,
    `async function __wbg_init({ module_or_path }) {
    return __wbg_finalize_init(await WebAssembly.instantiate(module_or_path, __wbg_get_imports()));
}
`,
  ],
  [/^ {4}if \(realloc === undefined\)[^]*?^ {4}}\n/m, ""],
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
