// Remarks below each other fold into the first.

import { StateEffect, StateField, type EditorState, type Line, type TransactionSpec } from "@codemirror/state";
import { Decoration, EditorView, gutter, GutterMarker, WidgetType, type Command, type DecorationSet, type KeyBinding } from "@codemirror/view";
import { isRemark } from "./highlight";

interface Range {
  readonly from: number;
  readonly to: number;
}

const fold = StateEffect.define<Range>();
const unfold = StateEffect.define<Range>();

/** What stands for the lines that are not shown. */
class Placeholder extends WidgetType {
  toDOM(view: EditorView): HTMLElement {
    const dots = document.createElement("span");
    dots.className = "cm-foldPlaceholder";
    dots.textContent = "…";
    dots.title = "unfold";
    dots.setAttribute("aria-label", "folded code");
    dots.onclick = (event) => {
      event.preventDefault();
      const range = foldedAt(view.state, view.state.doc.lineAt(view.posAtDOM(dots)));
      if (range) view.dispatch({ effects: unfold.of(range) });
    };
    return dots;
  }
}

const hidden = Decoration.replace({ widget: new Placeholder() });

const folds = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(ranges, transaction) {
    const { changes, effects, selection } = transaction;
    if (transaction.isUserEvent("delete")) {
      changes.iterChangedRanges((from, to) => (ranges = without(ranges, { from, to })));
    }
    ranges = ranges.map(changes);
    for (const effect of effects) {
      if (effect.is(fold)) ranges = ranges.update({ add: [hidden.range(effect.value.from, effect.value.to)] });
      if (effect.is(unfold)) ranges = without(ranges, effect.value);
    }
    // Where the cursor goes, all is shown; `out` takes it from what is folded.
    const head = selection?.main.head;
    return head === undefined ? ranges : without(ranges, { from: head, to: head });
  },
  provide: (field) => EditorView.decorations.from(field),
});

const without = (ranges: DecorationSet, { from, to }: Range) =>
  ranges.update({ filterFrom: from, filterTo: to, filter: (start, end) => start >= to || end <= from });

function foldedAt(state: EditorState, line: Range): Range | undefined {
  let found: Range | undefined;
  state.field(folds).between(line.from, line.to, (from, to) => {
    found ??= { from, to };
  });
  return found;
}

/** What would fold into a line: the remarks below it, if it is the first of them. */
function below(state: EditorState, first: Line): Range | undefined {
  const { doc } = state;
  if (!isRemark(first.text) || (first.number > 1 && isRemark(doc.line(first.number - 1).text))) return undefined;
  let last = first;
  while (last.number < doc.lines) {
    const next = doc.line(last.number + 1);
    if (!isRemark(next.text)) break;
    last = next;
  }
  return last === first ? undefined : { from: first.to, to: last.to };
}

const say = ({ doc }: EditorState, what: string, { from, to }: Range) =>
  EditorView.announce.of(`${what} lines ${doc.lineAt(from).number} to ${doc.lineAt(to).number}.`);

/** The cursor goes to the end of the line that stays, if it is in what is folded. */
function out({ selection }: EditorState, ranges: readonly Range[]): TransactionSpec {
  const { head } = selection.main;
  const around = ranges.find(({ from, to }) => from < head && head <= to);
  return around ? { selection: { anchor: around.from } } : {};
}

function toggle(view: EditorView, line: Line): boolean {
  const { state } = view;
  const [folded, range] = [foldedAt(state, line), below(state, line)];
  if (folded) view.dispatch({ effects: [unfold.of(folded), say(state, "Unfolded", folded)] });
  else if (range) view.dispatch({ ...out(state, [range]), effects: [fold.of(range), say(state, "Folded", range)] });
  return !!(folded || range);
}

const here = (view: EditorView) => view.state.doc.lineAt(view.state.selection.main.head);

const foldHere: Command = (view) => !foldedAt(view.state, here(view)) && toggle(view, here(view));
const unfoldHere: Command = (view) => !!foldedAt(view.state, here(view)) && toggle(view, here(view));

const foldAll: Command = (view) => {
  const { doc } = view.state;
  const ranges: Range[] = [];
  for (let number = 1; number <= doc.lines; number++) {
    const line = doc.line(number);
    const range = foldedAt(view.state, line) ? undefined : below(view.state, line);
    if (range) ranges.push(range);
  }
  view.dispatch({ ...out(view.state, ranges), effects: ranges.map((range) => fold.of(range)) });
  return ranges.length > 0;
};

const unfoldAll: Command = (view) => {
  const everything = { from: 0, to: view.state.doc.length };
  if (view.state.field(folds).size === 0) return false;
  view.dispatch({ effects: unfold.of(everything) });
  return true;
};

export const foldKeys: KeyBinding[] = [
  { key: "Ctrl-Shift-[", mac: "Cmd-Alt-[", run: foldHere },
  { key: "Ctrl-Shift-]", mac: "Cmd-Alt-]", run: unfoldHere },
  { key: "Ctrl-Alt-[", run: foldAll },
  { key: "Ctrl-Alt-]", run: unfoldAll },
];

class Mark extends GutterMarker {
  constructor(
    readonly sign: string,
    readonly title: string,
  ) {
    super();
  }

  override toDOM(): HTMLElement {
    return Object.assign(document.createElement("span"), { textContent: this.sign, title: this.title });
  }
}

const open = new Mark("▾", "Fold line");
const closed = new Mark("▸", "Unfold line");

export const folding = [
  folds,
  gutter({
    class: "cm-foldGutter",
    initialSpacer: () => new Mark(closed.sign, ""),
    lineMarker(view, { from }) {
      const line = view.state.doc.lineAt(from);
      if (foldedAt(view.state, line)) return closed;
      return below(view.state, line) ? open : null;
    },
    lineMarkerChange: ({ docChanged, viewportChanged, startState, state }) =>
      docChanged || viewportChanged || startState.field(folds) !== state.field(folds),
    domEventHandlers: { click: (view, { from }) => toggle(view, view.state.doc.lineAt(from)) },
  }),
];
