// What may stand at the cursor, below it: the core knows the words, here they are sorted
// by what was typed, shown and put in.

import { EditorSelection, Prec, StateEffect, StateField, type EditorState, type Transaction } from "@codemirror/state";
import { EditorView, keymap, showTooltip, type Command, type Tooltip, type TooltipView, type ViewUpdate } from "@codemirror/view";
import { codeHover, codeOffer } from "../../pkg/saslab.js";
import { paragraphs } from "./known";

/** How much before the cursor says what may stand there. */
const CONTEXT = 8_000;
/** Enter takes no offer that nobody has seen yet. */
const UNSEEN = 75;
/** How many rows a page goes. */
const PAGE = 8;

interface Offer {
  readonly word: string;
  readonly detail: string;
  /** The letters of the word that were typed. */
  readonly typed: ReadonlySet<number>;
}

interface Offers {
  readonly from: number;
  readonly rows: readonly Offer[];
  readonly chosen: number;
  readonly since: number;
}

const LIST = "offers";

const choose = StateEffect.define<number>();
/** Undefined closes. */
const show = StateEffect.define<Offers | undefined>();

function offers(state: EditorState, at: number, since: number, least: 0 | 1): Offers | undefined {
  const before = state.sliceDoc(Math.max(0, at - CONTEXT), at);
  const [replaces = "0", ...words] = codeOffer(before).split("\n");
  const typed = before.slice(before.length - Number(replaces)).toLowerCase();
  if (typed.length < least || !/^[\w:-]*$/.test(typed)) return undefined;
  const ranked = words.flatMap((line) => {
    const [word = "", detail = ""] = line.split("\t");
    const found = match(word, typed);
    return found ? [{ word, detail, ...found }] : [];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.length === 0 ? undefined : { from: at - typed.length, rows: ranked, chosen: 0, since };
}

/** Best from its beginning, then from one of its parts, then anywhere, then in pieces. */
function match(label: string, typed: string): { rank: number; typed: Set<number> } | undefined {
  const word = label.toLowerCase();
  const start = word.indexOf(typed);
  const part = start > 0 ? word.indexOf(`_${typed}`) + 1 : 0;
  if (start >= 0) {
    const first = start && (part || start);
    return { rank: start === 0 ? 0 : part > 0 ? 1 : 2, typed: new Set(Array.from(typed, (_letter, at) => first + at)) };
  }
  const places = new Set<number>();
  let at = -1;
  for (const letter of typed) {
    at = word.indexOf(letter, at + 1);
    if (at < 0) return undefined;
    places.add(at);
  }
  return { rank: 3, typed: places };
}

const current = StateField.define<Offers | undefined>({
  create: () => undefined,
  update(open, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(show)) return effect.value;
      if (effect.is(choose)) return open && { ...open, chosen: effect.value };
    }
    return transaction.docChanged || transaction.selection ? after(open, transaction) : open;
  },
  provide: (field) => [
    showTooltip.from(field, (open): Tooltip | null => (open ? { pos: open.from, create } : null)),
    EditorView.contentAttributes.from(field, (open) => ({
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      ...(open && { "aria-controls": LIST, "aria-activedescendant": `${LIST}-${open.chosen}` }),
    })),
  ],
});

/** Typing opens, deleting keeps open, whatever else closes. */
function after(open: Offers | undefined, transaction: Transaction): Offers | undefined {
  const types = transaction.isUserEvent("input.type");
  if (!types && !(open && transaction.isUserEvent("delete"))) return undefined;
  const { state } = transaction;
  return offers(state, state.selection.main.head, open?.since ?? Date.now(), 1);
}

function create(view: EditorView): TooltipView {
  const dom = document.createElement("div");
  dom.className = "cm-tooltip-autocomplete";
  const list = document.createElement("ul");
  list.id = LIST;
  list.role = "listbox";
  list.ariaLabel = "Completions";
  const about = document.createElement("div");
  about.id = `${LIST}-about`;
  about.className = "cm-completionInfo";
  dom.append(list, about);
  dom.onmousedown = (event) => {
    event.preventDefault();
    const place = [...list.children].findIndex((row) => row.contains(event.target as Node));
    if (place >= 0) put(view, place);
  };
  let shown: Offers | undefined;
  const render = (open: Offers | undefined) => {
    if (!open || open === shown) return;
    if (open.rows !== shown?.rows) list.replaceChildren(...open.rows.map(row));
    const old = list.children[shown?.chosen ?? 0];
    old?.removeAttribute("aria-selected");
    old?.removeAttribute("aria-describedby");
    const chosen = list.children[open.chosen];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.setAttribute("aria-describedby", about.id);
    const word = open.rows[open.chosen]?.word ?? "";
    about.replaceChildren(paragraphs(codeHover(word, 0)?.split("\n").slice(1) ?? []));
    shown = open;
  };
  const seen = () => {
    const chosen = shown && (list.children[shown.chosen] as HTMLElement | undefined);
    if (!chosen) return;
    const { offsetTop, offsetHeight } = chosen;
    if (offsetTop < list.scrollTop) list.scrollTop = offsetTop;
    const most = offsetTop + offsetHeight - list.clientHeight;
    if (most > list.scrollTop) list.scrollTop = most;
  };
  render(view.state.field(current));
  return {
    dom,
    mount: seen,
    update({ state }: ViewUpdate) {
      render(state.field(current));
      seen();
    },
  };
}

function row({ word, detail, typed }: Offer, place: number): HTMLElement {
  const row = document.createElement("li");
  row.id = `${LIST}-${place}`;
  row.role = "option";
  const label = document.createElement("span");
  for (const [at, letter] of [...word].entries()) {
    if (!typed.has(at)) label.append(letter);
    else label.appendChild(document.createElement("u")).textContent = letter;
  }
  row.append(label);
  if (detail) {
    const more = row.appendChild(document.createElement("span"));
    more.className = "cm-completionDetail";
    more.textContent = detail;
  }
  return row;
}

function put(view: EditorView, place: number): boolean {
  const open = view.state.field(current);
  const offer = open?.rows[place];
  if (!open || !offer) return false;
  view.dispatch({
    changes: { from: open.from, to: view.state.selection.main.head, insert: offer.word },
    selection: EditorSelection.cursor(open.from + offer.word.length),
    scrollIntoView: true,
    userEvent: "input.complete",
  });
  return true;
}

const ask: Command = (view) => {
  const { state } = view;
  view.dispatch({ effects: show.of(offers(state, state.selection.main.head, Date.now(), 0)) });
  return true;
};

const close: Command = (view) => {
  if (!view.state.field(current)) return false;
  view.dispatch({ effects: show.of(undefined) });
  return true;
};

const accept: Command = (view) => {
  const open = view.state.field(current);
  return !!open && Date.now() - open.since >= UNSEEN && put(view, open.chosen);
};

/** One row goes round at the ends, a page stops there. */
const move =
  (rows: number): Command =>
  (view) => {
    const open = view.state.field(current);
    if (!open) return false;
    const { length } = open.rows;
    const next = open.chosen + rows;
    const chosen = Math.abs(rows) === 1 ? (next + length) % length : Math.max(0, Math.min(length - 1, next));
    view.dispatch({ effects: choose.of(chosen) });
    return true;
  };

export const completion = [
  current,
  EditorView.domEventHandlers({ blur: (_event, view) => close(view) && false }),
  Prec.highest(
    keymap.of([
      { key: "Ctrl-Space", run: ask },
      { mac: "Alt-`", run: ask },
      { mac: "Alt-i", run: ask },
      { key: "Escape", run: close },
      { key: "ArrowDown", run: move(1) },
      { key: "ArrowUp", run: move(-1) },
      { key: "PageDown", run: move(PAGE) },
      { key: "PageUp", run: move(-PAGE) },
      { key: "Enter", run: accept },
    ]),
  ),
];
