// The colours of main.cf: the core says what the parts of a line are.

import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import { codeTokens } from "../../pkg/saslab.js";

/** In the order of `src/code.rs`. */
const MARKS = ["remark", "name", "other", "reference", "table", "plain"].map((token) =>
  Decoration.mark({ class: `cm-${token}` }),
);

/** Nobody looks at the end of a longer line. */
const LONGEST = 2_000;

export const isRemark = (line: string) => codeTokens(line.slice(0, LONGEST))[2] === 0;

export const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marked(view);
    }

    update({ docChanged, viewportChanged, view }: ViewUpdate): void {
      if (docChanged || viewportChanged) this.decorations = marked(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function marked(view: EditorView): DecorationSet {
  const marks = new RangeSetBuilder<Decoration>();
  // Of a long line several parts may be in sight: it is marked once.
  let done = 0;
  for (const { from, to } of view.visibleRanges) {
    for (let place = Math.max(from, done); place <= to; ) {
      const line = view.state.doc.lineAt(place);
      const tokens = codeTokens(line.text.slice(0, LONGEST));
      for (let at = 0; at + 2 < tokens.length; at += 3) {
        const [start = 0, end = 0, token = 0] = tokens.subarray(at, at + 3);
        const mark = MARKS[token];
        if (mark && end > start) marks.add(line.from + start, line.from + end, mark);
      }
      done = place = line.to + 1;
    }
  }
  return marks.finish();
}
