// Elements as expressions.

type Child = Node | string;

/** What an action brings about is there after the next paint. */
export const later = (act: () => void) => requestAnimationFrame(() => setTimeout(act));

/** An element with attributes and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button that does something. */
export function button(text: string, act: () => void): HTMLButtonElement {
  const element = h("button", { type: "button" }, text);
  element.addEventListener("click", act);
  return element;
}

/** Shows a dialog with a way out, which is gone when it is closed. */
export function dialog(title: string, ...children: Child[]): HTMLDialogElement {
  const heading = h("h2", { id: "dialog-title" }, title);
  const element = h("dialog", { "aria-labelledby": heading.id }, heading, ...children);
  const close = button("Close", () => element.close());
  element.append(h("div", { class: "dialog-end" }, close));
  element.addEventListener("close", () => element.remove());
  document.body.append(element);
  element.showModal();
  return element;
}
