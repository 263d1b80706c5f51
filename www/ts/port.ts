// What the wasm calls (`src/port.rs` is the other side).

export { backToPlace, follow, goToLine, keepPlace, save, savePng, stopWaiting, wait } from "./session";

/** Long enough to be read twice. */
const SHOWN = 10_000;

let end: ReturnType<typeof setTimeout> | undefined;

/** Says something in the line that screen readers announce. */
export function notice(text: string): void {
  const line = document.getElementById("notice");
  if (!line) return;
  clearTimeout(end);
  line.textContent = text;
  end = setTimeout(() => line.replaceChildren(), SHOWN);
}

let listener = (): void => {};

/** The work is another than before. */
export function changed(): void {
  listener();
}

export function onChange(listen: () => void): void {
  listener = listen;
}

/** Copies to the clipboard, and says whether it did. */
export function copy(text: string): void {
  const refused = () => notice("The browser refuses its clipboard: select the text and copy it.");
  if (!navigator.clipboard) return refused();
  navigator.clipboard.writeText(text).then(() => notice("It is in the clipboard."), refused);
}

export const normalize = (text: string): string => text.normalize("NFKC");
