// main.cf in CodeMirror. What is known about the text comes from the core
// (`src/code.rs`); here it is only put on the screen. It arrives after the first paint.

import { autocompletion, completionKeymap, type CompletionContext } from "@codemirror/autocomplete";
import { standardKeymap } from "@codemirror/commands";
import { codeFolding, foldGutter, foldKeymap, foldService } from "@codemirror/language";
import { lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Annotation, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, hoverTooltip, keymap, type DecorationSet } from "@codemirror/view";
import { codeHover, codeOffer, codeRemarks, codeRepair, codeWrite, redo, undo } from "../../pkg/saslab.js";
import { codeArrives, type Code } from "../port";
import { highlighting, isRemark } from "./highlight";
import { look } from "./look";

/** A text longer than this is read after a pause in typing. */
const LONG = 100_000;
const PAUSE = 300;

/** How much before the cursor says what may stand there. */
const CONTEXT = 8_000;

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

/** Several remarks below each other fold into the first. */
const remarks = foldService.of((state, start) => {
  const first = state.doc.lineAt(start);
  if (!isRemark(first.text) || (first.number > 1 && isRemark(state.doc.line(first.number - 1).text))) return null;
  let last = first;
  while (last.number < state.doc.lines) {
    const next = state.doc.line(last.number + 1);
    if (!isRemark(next.text)) break;
    last = next;
  }
  return last === first ? null : { from: first.to, to: last.to };
});

function complete(context: CompletionContext) {
  const { state, pos, explicit } = context;
  const before = state.sliceDoc(Math.max(0, pos - CONTEXT), pos);
  const [replaces = 0, ...words] = codeOffer(before).split("\n");
  const from = pos - Number(replaces);
  if (words.length === 0 || (from === pos && !explicit)) return null;
  const options = words.map((word) => {
    const [label = "", detail = ""] = word.split("\t");
    return { label, detail, info: () => paragraphs(codeHover(label, 0)?.split("\n").slice(1) ?? []) };
  });
  return { from, options, validFor: /^[\w:-]*$/ };
}

function paragraphs(lines: string[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-known";
  for (const text of lines) box.append(Object.assign(document.createElement("p"), { textContent: text }));
  return box;
}

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

/** What the page knows of the text. */
let known = "";

function typed(): void {
  clearTimeout(pause);
  if (view.state.doc.length < LONG) flush();
  else pause = setTimeout(flush, PAUSE);
}

function flush(): void {
  clearTimeout(pause);
  const text = view.state.doc.toString();
  if (text === known) return;
  known = text;
  codeWrite(text);
}

/** The remarks, once the page is at rest. */
function mark(): void {
  clearTimeout(review);
  review = setTimeout(() => {
    const { length } = view.state.doc;
    const rows = codeRemarks().split("\n").filter(Boolean);
    const diagnostics = rows.map((row, index): Diagnostic => {
      const [from = "0", to = "0", severity = "", repair = "", ...message] = row.split("\t");
      return {
        from: Math.min(Number(from), length),
        to: Math.min(Number(to), length),
        severity: severity === "error" ? "error" : "warning",
        message: message.join(" "),
        ...(repair && { actions: [{ name: repair, apply: () => codeRepair(index) }] }),
      };
    });
    view.dispatch(setDiagnostics(view.state, diagnostics));
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
        if (update.docChanged && !update.transactions.some((one) => one.annotation(fromPage))) typed();
      }),
      highlighting,
      pointed,
      remarks,
      codeFolding(),
      foldGutter({ openText: "▾", closedText: "▸" }),
      autocompletion({ override: [complete], icons: false, activateOnTyping: true }),
      hover,
      drawSelection(),
      history,
      keymap.of([...completionKeymap, ...lintKeymap, ...foldKeymap, ...standardKeymap]),
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
