// What the core says about a word, in a box.

export function paragraphs(lines: string[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-known";
  for (const text of lines) box.append(Object.assign(document.createElement("p"), { textContent: text }));
  return box;
}
