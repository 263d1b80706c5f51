// main.cf in CodeMirror. What is known about the text comes from the core
// (`src/code.rs`); here it is only put on the screen. It arrives after the first paint.

import { Annotation, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, keymap, lineNumbers, type DecorationSet } from "@codemirror/view";
import { codeBring, codeHover, codeRemarks, codeRepair, codeWrite, redo, undo } from "../../pkg/saslab.js";
import { codeArrives, type Code } from "../port";
import { folding, foldKeys } from "./fold";
import { highlighting } from "./highlight";
import { keys } from "./keys";
import { paragraphs } from "./known";
import { look } from "./look";
import { completion } from "./offers";
import { remark, remarkKeys, remarks, type Remark } from "./remarks";

/** A text longer than this is read after a pause in typing: the longer the page took to
 * read it last, the longer. */
const LONG = 100_000;
const PAUSE = 300;

/** The text comes from the page, not from the keys. */
const fromPage = Annotation.define<boolean>();

const point = StateEffect.define<number>();

/** The line that something points at. */
const pointed = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(point)) continue;
      const { doc } = transaction.state;
      if (effect.value < 1 || effect.value > doc.lines) return Decoration.none;
      const line = Decoration.line({ class: "cm-pointed" }).range(doc.line(effect.value).from);
      return Decoration.set(line);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const hover = hoverTooltip((view, position) => {
  const line = view.state.doc.lineAt(position);
  const [place, ...known] = codeHover(line.text, position - line.from)?.split("\n") ?? [];
  if (!place) return null;
  const [from = 0, to = 0] = place.split("\t").map(Number);
  return {
    pos: line.from + from,
    end: line.from + to,
    create: () => ({ dom: paragraphs(known) }),
  };
});

/** The page's undo is the only one. */
const history = EditorView.domEventHandlers({
  keydown({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    const letter = key.toLowerCase();
    if (!(ctrlKey || metaKey) || altKey || !["y", "z"].includes(letter)) return false;
    flush();
    if (letter === "y" || shiftKey) redo();
    else undo();
    return true;
  },
});

let pause: ReturnType<typeof setTimeout> | undefined;
let review: ReturnType<typeof setTimeout> | undefined;

/** What the page knows of the text, and how long it took to read it. */
let known = "";
let spent = 0;

/** How the page is told of the text: typed, or brought by a paste over all of it. */
let write = codeWrite;

function typed(): void {
  clearTimeout(pause);
  if (view.state.doc.length < LONG) flush();
  else pause = setTimeout(flush, PAUSE + 2 * spent);
}

function flush(): void {
  clearTimeout(pause);
  const text = view.state.doc.toString();
  if (text === known) return;
  known = text;
  const start = performance.now();
  write(text);
  write = codeWrite;
  // What follows from it is done when all that is due now has been.
  setTimeout(() => (spent = performance.now() - start));
}

/** The remarks, once the page is at rest. */
function mark(): void {
  clearTimeout(review);
  review = setTimeout(() => {
    const rows = codeRemarks().split("\n").filter(Boolean);
    const all = rows.map((row, index): Remark => {
      const [from = "0", to = "0", severity = "", repair = "", ...message] = row.split("\t");
      return {
        from: Number(from),
        to: Number(to),
        severity: severity === "error" ? "error" : "warning",
        message: message.join(" "),
        ...(repair && { repair: { name: repair, apply: () => codeRepair(index) } }),
      };
    });
    view.dispatch({ effects: remark.of(all) });
  }, PAUSE);
}

let view!: EditorView;

/** Its styles are sheets of the root it stands in, which the page's policy allows. */
const create = (root: ShadowRoot, doc: string) =>
  new EditorView({
    root,
    parent: root,
    doc,
    extensions: [
      EditorState.lineSeparator.of("\n"),
      EditorView.contentAttributes.of({ "aria-label": "main.cf", spellcheck: "false", autocapitalize: "off", tabindex: "0" }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged || update.transactions.some((one) => one.annotation(fromPage))) return;
        const isPaste = update.transactions.some((one) => one.isUserEvent("input.paste"));
        const { length } = update.startState.doc;
        update.changes.iterChangedRanges((from, to) => isPaste && to - from === length && (write = codeBring));
        typed();
      }),
      highlighting,
      pointed,
      remarks,
      lineNumbers(),
      EditorView.lineWrapping,
      folding,
      completion,
      hover,
      history,
      keymap.of([...remarkKeys, ...foldKeys, ...keys]),
      look,
    ],
  });

/** Changes no more of the text than differs, so that the cursor stays where it is. */
function take(text: string): void {
  if (text === known) return;
  clearTimeout(pause);
  const old = view.state.doc.toString();
  known = text;
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && old.charCodeAt(old.length - 1 - end) === text.charCodeAt(text.length - 1 - end)) end++;
  view.dispatch({
    changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
    annotations: fromPage.of(true),
  });
}

const code: Code = {
  show(host, text) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    if (!view) {
      known = text;
      view = create(root, text);
    } else if (view.root !== root) {
      root.append(view.dom);
      view.setRoot(root);
    }
    take(text);
    mark();
  },
  point(line) {
    const { doc } = view.state;
    const place = line >= 1 && line <= doc.lines ? doc.line(line).from : undefined;
    view.dispatch({
      effects: [
        point.of(line),
        ...(place === undefined ? [] : [EditorView.scrollIntoView(place, { y: "center" })]),
      ],
    });
  },
  focus: () => view.focus(),
};

codeArrives(code);
