// The order of a restriction list, changed by drag: mouse, pen or finger. The keys and
// buttons of the list do the same.

import { moveItem } from "../../pkg/saslab.js";

export function listenForDrags(): void {
  addEventListener("pointerdown", (event) => {
    const grip = event.target instanceof Element && event.target.closest('[data-tool="drag"]');
    const row = grip && grip.closest("li");
    const list = row && row.closest("ol");
    if (!list || event.button !== 0) return;
    event.preventDefault();
    drag(grip, row, list, event.pointerId);
  });
}

function drag(grip: Element, row: Element, list: Element, pointer: number): void {
  const rows = [...list.children];
  const others = rows.filter((other) => other !== row);
  const from = rows.indexOf(row);
  const end = new AbortController();
  const { signal } = end;
  let to = from;
  grip.setPointerCapture(pointer);
  row.setAttribute("data-dragged", "");
  const move = ({ clientY }: PointerEvent) => {
    to = others.filter((other) => middle(other) < clientY).length;
    for (const other of rows) other.removeAttribute("data-drop");
    if (to !== from) rows[to]?.setAttribute("data-drop", to < from ? "before" : "behind");
  };
  const finish = (drop: boolean) => () => {
    end.abort();
    row.removeAttribute("data-dragged");
    for (const other of rows) other.removeAttribute("data-drop");
    if (drop && to !== from) moveItem(list.getAttribute("aria-label") ?? "", from, to);
  };
  grip.addEventListener("pointermove", (event) => move(event as PointerEvent), { signal });
  grip.addEventListener("pointerup", finish(true), { signal });
  grip.addEventListener("pointercancel", finish(false), { signal });
  addEventListener("keydown", ({ key }) => key === "Escape" && finish(false)(), { signal });
}

function middle(row: Element): number {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
