// The keys of an editor: what they move, select and delete. `Mod` is Ctrl, or Cmd on a Mac.

import { CharCategory, EditorSelection, findClusterBreak, type SelectionRange } from "@codemirror/state";
import { Direction, EditorView, type Command, type KeyBinding } from "@codemirror/view";

/** Where a selection goes, and to which end of the text. */
type Motion = (view: EditorView, from: SelectionRange, forward: boolean) => SelectionRange;

const edge = (range: SelectionRange, forward: boolean) => EditorSelection.cursor(forward ? range.to : range.from);

const byChar: Motion = (view, from, forward) => view.moveByChar(from, forward);
const byGroup: Motion = (view, from, forward) => view.moveByGroup(from, forward);
const toEnd: Motion = (view, _from, forward) => EditorSelection.cursor(forward ? view.state.doc.length : 0);

const byLine: Motion = (view, from, forward) => {
  const moved = view.moveVertically(from, forward);
  return moved.head === from.head ? view.moveToLineBoundary(from, forward) : moved;
};

const byPage: Motion = (view, from, forward) =>
  view.moveVertically(from, forward, Math.max(view.defaultLineHeight, view.scrollDOM.clientHeight - 5));

/** First the end of what is on the screen, then of the line; in front, first the first letter. */
const toBoundary: Motion = (view, from, forward) => {
  const line = view.lineBlockAt(from.head);
  let moved = view.moveToLineBoundary(from, forward);
  if (moved.head === from.head && moved.head !== (forward ? line.to : line.from)) {
    moved = view.moveToLineBoundary(from, forward, false);
  }
  if (forward || moved.head !== line.from) return moved;
  const first = line.from + view.state.sliceDoc(line.from, line.to).search(/\S|$/);
  return first === from.head ? moved : EditorSelection.cursor(first);
};

const select = (view: EditorView, to: SelectionRange): boolean => {
  const selection = EditorSelection.create([to]);
  if (selection.eq(view.state.selection, true)) return false;
  view.dispatch({ selection, scrollIntoView: true, userEvent: "select" });
  return true;
};

const go =
  (motion: Motion, way: (view: EditorView) => boolean): Command =>
  (view) => {
    const { main } = view.state.selection;
    const forward = way(view);
    const leaves = main.empty || motion === toEnd || motion === toBoundary;
    return select(view, leaves ? motion(view, main, forward) : edge(main, forward));
  };

const extend =
  (motion: Motion, way: (view: EditorView) => boolean): Command =>
  (view) => {
    const { main } = view.state.selection;
    const { head, goalColumn, bidiLevel, assoc } = motion(view, main, way(view));
    return select(view, EditorSelection.range(main.anchor, head, goalColumn, bidiLevel ?? undefined, assoc));
  };

const forward = () => true;
const backward = () => false;
/** In text that runs from right to left, the left is ahead. */
const right = (view: EditorView) => view.textDirectionAt(view.state.selection.main.head) === Direction.LTR;
const left = (view: EditorView) => !right(view);

const moves = (motion: Motion, way: (view: EditorView) => boolean) => ({
  run: go(motion, way),
  shift: extend(motion, way),
  preventDefault: true,
});

/** How far a deletion goes from a place. */
type Reach = (view: EditorView, at: number, forward: boolean) => number;

const char: Reach = ({ state }, at, forward) => {
  const line = state.doc.lineAt(at);
  const to = line.from + findClusterBreak(line.text, at - line.from, forward, forward);
  return to === at ? at + (forward ? 1 : -1) : to;
};

const group: Reach = (view, at, forward) => {
  const category = view.state.charCategorizer(at);
  const line = view.state.doc.lineAt(at);
  let kind: CharCategory | undefined;
  let to = at;
  while (to !== (forward ? line.to : line.from)) {
    const next = char(view, to, forward);
    const letter = view.state.sliceDoc(Math.min(to, next), Math.max(to, next));
    const its = category(letter);
    if (kind !== undefined && its !== kind) break;
    // One space goes with the word behind it.
    if (letter !== " " || to !== at) kind = its;
    to = next;
  }
  return to === at ? char(view, at, forward) : to;
};

const boundary: Reach = (view, at, forward) => {
  const to = view.moveToLineBoundary(EditorSelection.cursor(at), forward).head;
  return to === at ? char(view, at, forward) : to;
};

const deletes = (reach: Reach, forward: boolean) => {
  const run: Command = (view) => {
    const { from, to, empty } = view.state.selection.main;
    const { length } = view.state.doc;
    const end = empty ? Math.max(0, Math.min(length, reach(view, from, forward))) : to;
    if (end === from) return false;
    const userEvent = empty ? (forward ? "delete.forward" : "delete.backward") : "delete.selection";
    view.dispatch({ changes: { from: Math.min(from, end), to: Math.max(from, end) }, scrollIntoView: true, userEvent });
    return true;
  };
  return { run, preventDefault: true };
};

/** The next line begins as far in as this one. */
const breakLine: Command = (view) => {
  const { from, to } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const indent = /^[ \t]*/.exec(line.text.slice(0, from - line.from))?.[0] ?? "";
  const insert = view.state.lineBreak + indent;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    scrollIntoView: true,
    userEvent: "input",
  });
  return true;
};

const all: Command = (view) => select(view, EditorSelection.range(0, view.state.doc.length));

const backspace = deletes(char, false);

export const keys: KeyBinding[] = [
  { key: "ArrowLeft", ...moves(byChar, left) },
  { key: "ArrowRight", ...moves(byChar, right) },
  { key: "Mod-ArrowLeft", mac: "Alt-ArrowLeft", ...moves(byGroup, left) },
  { key: "Mod-ArrowRight", mac: "Alt-ArrowRight", ...moves(byGroup, right) },
  { mac: "Cmd-ArrowLeft", ...moves(toBoundary, left) },
  { mac: "Cmd-ArrowRight", ...moves(toBoundary, right) },
  { key: "ArrowUp", ...moves(byLine, backward) },
  { key: "ArrowDown", ...moves(byLine, forward) },
  { key: "PageUp", mac: "Ctrl-ArrowUp", ...moves(byPage, backward) },
  { key: "PageDown", mac: "Ctrl-ArrowDown", ...moves(byPage, forward) },
  { mac: "PageUp", ...moves(byPage, backward) },
  { mac: "PageDown", ...moves(byPage, forward) },
  { key: "Home", ...moves(toBoundary, backward) },
  { key: "End", ...moves(toBoundary, forward) },
  { key: "Mod-Home", mac: "Cmd-ArrowUp", ...moves(toEnd, backward) },
  { key: "Mod-End", mac: "Cmd-ArrowDown", ...moves(toEnd, forward) },
  { key: "Enter", run: breakLine, shift: breakLine },
  { key: "Mod-a", run: all },
  { key: "Backspace", ...backspace, shift: backspace.run },
  { key: "Delete", ...deletes(char, true) },
  { key: "Mod-Backspace", mac: "Alt-Backspace", ...deletes(group, false) },
  { key: "Mod-Delete", mac: "Alt-Delete", ...deletes(group, true) },
  { mac: "Mod-Backspace", ...deletes(boundary, false) },
  { mac: "Mod-Delete", ...deletes(boundary, true) },
  // What a Mac has in every field.
  { mac: "Ctrl-b", ...moves(byChar, backward) },
  { mac: "Ctrl-f", ...moves(byChar, forward) },
  { mac: "Ctrl-p", ...moves(byLine, backward) },
  { mac: "Ctrl-n", ...moves(byLine, forward) },
  { mac: "Ctrl-a", ...moves(toBoundary, backward) },
  { mac: "Ctrl-e", ...moves(toBoundary, forward) },
  { mac: "Ctrl-d", ...deletes(char, true) },
  { mac: "Ctrl-h", ...backspace },
  { mac: "Ctrl-k", ...deletes(boundary, true) },
];
