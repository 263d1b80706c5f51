// What CodeMirror has and this page never comes to: ways around browsers older than
// WebAssembly, and the looks of parts that are not built in. None of it need be sent.

import type { Plugin } from "vite";

/** Rules of its theme, by a word of the selector; the page has colours of its own. */
const UNSEEN =
  "&dark|cm-(?:activeLine|blink|button|cursor|dialog|dropCursor|highlight|iso|layer|panel|placeholder|selection|specialChar|tab|textfield|trailing)";

/** What goes from `@codemirror/view`, and what comes in its place. */
const KNOWN: readonly [RegExp, string][] = [
  [/\bbrowser\.ie_version\b/g, "0"],
  [/\bbrowser\.ie\b/g, "false"],
  [/(?<!const )\b(?:useCharData|BadMouseDetail|brokenClipboardAPI)\b/g, "false"],
  // A rule on one line, or up to the brace under its beginning.
  [new RegExp(`^ {4}"[^"\\n]*(?:${UNSEEN})[^"\\n]*": \\{(?:.*\\},?|\\n(?: {8}.*\\n)* {4}\\},?)\\n`, "gm"), ""],
];

export function withoutUnused(): Plugin {
  return {
    name: "saslab-codemirror",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/@codemirror/view/dist/index.js")) return undefined;
      return KNOWN.reduce((text, [old, value]) => {
        const next = text.replace(old, value);
        if (next === text) throw new Error(`${old} is not in ${id}`);
        return next;
      }, code);
    },
  };
}
