// What CodeMirror does for browsers that are older than WebAssembly: nothing of it is ever
// run in this page, so it need not be sent.

import type { Plugin } from "vite";

/** Names of `@codemirror/view`, and what they are wherever the page runs. */
const KNOWN: readonly [RegExp, string][] = [
  [/\bbrowser\.ie_version\b/g, "0"],
  [/\bbrowser\.ie\b/g, "false"],
  [/(?<!const )\b(?:useCharData|BadMouseDetail|brokenClipboardAPI)\b/g, "false"],
];

export function withoutOldBrowsers(): Plugin {
  return {
    name: "saslab-old-browsers",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/@codemirror/view/dist/index.js")) return undefined;
      return KNOWN.reduce((text, [name, value]) => {
        if (!name.test(text)) throw new Error(`${name} is not in ${id}`);
        return text.replace(name, value);
      }, code);
    },
  };
}
