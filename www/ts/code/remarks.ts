// What is odd about main.cf, where it stands: underlined, and said when it is pointed at.

import { StateEffect, StateField } from "@codemirror/state";
import { activateHover, Decoration, EditorView, hoverTooltip, type Command, type DecorationSet, type KeyBinding } from "@codemirror/view";

export interface Remark {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The edit that settles it, by its name. */
  readonly repair?: { readonly name: string; readonly apply: () => void };
}

export const remark = StateEffect.define<Remark[]>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(ranges, { changes, effects, state }) {
    ranges = ranges.map(changes);
    for (const effect of effects) {
      if (!effect.is(remark)) continue;
      const all = effect.value.flatMap((remark) => {
        const to = Math.min(remark.to, state.doc.length);
        const mark = Decoration.mark({ class: `cm-lintRange cm-lintRange-${remark.severity}`, remark });
        return to > remark.from ? [mark.range(remark.from, to)] : [];
      });
      ranges = Decoration.set(all, true);
    }
    return ranges;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function item({ severity, message, repair }: Remark): HTMLElement {
  const item = document.createElement("li");
  item.className = `cm-diagnostic cm-diagnostic-${severity}`;
  item.append(message);
  if (repair) {
    const button = item.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "cm-diagnosticAction";
    button.textContent = repair.name;
    button.onclick = repair.apply;
  }
  return item;
}

const hover = hoverTooltip(
  (view, at) => {
    const found: Remark[] = [];
    let [start, end] = [view.state.doc.length, 0];
    view.state.field(marks).between(at, at, (from, to, { spec }) => {
      found.push(spec.remark);
      [start, end] = [Math.min(start, from), Math.max(end, to)];
    });
    if (found.length === 0) return null;
    const create = () => {
      const dom = document.createElement("ul");
      dom.className = "cm-tooltip-lint";
      dom.append(...found.map(item));
      return { dom };
    };
    return { pos: start, end, above: true, create };
  },
  { hideOn: ({ docChanged, effects }) => docChanged || effects.some((effect) => effect.is(remark)) },
);

/** Goes to the next place with a remark, from the last to the first. */
const next: Command = (view) => {
  const { main } = view.state.selection;
  const places: { from: number; to: number }[] = [];
  view.state.field(marks).between(0, view.state.doc.length, (from, to) => {
    places.push({ from, to });
  });
  const place = places.find(({ from }) => from > main.from) ?? places[0];
  if (!place || (place.from === main.from && place.to === main.to)) return false;
  view.dispatch({ selection: { anchor: place.from, head: place.to }, scrollIntoView: true });
  activateHover(view, place.from, 1, {
    tooltip: hover,
    until: ({ docChanged, newSelection: { main } }) => docChanged || main.head < place.from || main.head > place.to,
  });
  return true;
};

/** The page lists them all below the editor, with what can be done. */
const list: Command = (view) => {
  const host = (view.root as ShadowRoot).host.parentElement;
  const first = host?.querySelector<HTMLElement>(".remarks button");
  first?.focus();
  return !!first;
};

export const remarkKeys: KeyBinding[] = [
  { key: "Mod-Shift-m", run: list, preventDefault: true },
  { key: "F8", run: next },
];

export const remarks = [marks, hover];
