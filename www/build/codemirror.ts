// What CodeMirror has and this page never comes to: ways around browsers older than
// WebAssembly, the looks of parts that are not built in, and methods that nobody calls.
// None of it need be sent.

import type { Plugin } from "vite";

/** Rules of its theme, by a word of the selector; the page has colours of its own. */
const UNSEEN =
  "&dark|cm-(?:activeLine|blink|button|cursor|dialog|dropCursor|highlight|iso|layer|panel|placeholder|selection|specialChar|tab|textfield|trailing)";

/** A method on one line, or up to the brace under its beginning. A bundler leaves out what
 * nobody calls, but no part of a class. */
const method = (name: string): readonly [RegExp, string] => [
  new RegExp(`^ {4}(?:static |get )*${name}\\(.*\\) \\{(?:.*\\}|\\n(?: {8}.*\\n|\\n)* {4}\\})\\n`, "gm"),
  "",
];
const methods = (names: string) => names.split(" ").map(method);

/** What goes from a part of CodeMirror, and what comes in its place. */
const KNOWN: Record<string, readonly (readonly [RegExp | string, string])[]> = {
  state: [
    // Nobody filters or extends transactions.
    ["return extendTransaction(filter ? filterTransaction(tr) : tr);", "return tr;"],
    ...methods("composeDesc computeN filter fromJSON invert iterLines iterRange phrase reconfigured toJSON wordAt"),
  ],
  view: [
    [/\bbrowser\.ie_version\b/g, "0"],
    [/\bbrowser\.ie\b/g, "false"],
    [/(?<!const )\b(?:useCharData|BadMouseDetail|brokenClipboardAPI)\b/g, "false"],
    // Nobody says that a part of a line runs in a direction of its own.
    [/(?<!function )getIsolatedRanges\(this, line\)/g, "[]"],
    // A rule on one line, or up to the brace under its beginning.
    [new RegExp(`^ {4}"[^"\\n]*(?:${UNSEEN})[^"\\n]*": \\{(?:.*\\},?|\\n(?: {8}.*\\n)* {4}\\},?)\\n`, "gm"), ""],
    ...methods("compositionStarted findFromDOM hasHeight isBlock scrollSnapshot setTabFocusMode viewportMoved visualLineSide"),
  ],
};

export function withoutUnused(): Plugin {
  return {
    name: "saslab-codemirror",
    apply: "build",
    transform(code, id) {
      const [, part = ""] = /\/@codemirror\/(\w+)\/dist\/index\.js$/.exec(id) ?? [];
      return KNOWN[part]?.reduce((text, [old, value]) => {
        const next = text.replace(old, value);
        if (next === text) throw new Error(`${old} is not in ${id}`);
        return next;
      }, code);
    },
  };
}
