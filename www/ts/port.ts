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

/** Work that takes longer than a frame (`src/far.rs`). */
export interface Order {
  readonly order: string;
  readonly asked: string;
  readonly question: string;
  readonly at: number;
}

let doer: ((order: Order) => void) | undefined;
let waiting: Order | undefined;

/** Gives an order; the last one waits for `shell/far.ts` to arrive. */
export function far(order: string, asked: string, question: string, at: number): void {
  const given = { order, asked, question, at };
  if (doer) doer(given);
  else waiting = given;
}

export function onFar(act: (order: Order) => void): void {
  doer = act;
  if (waiting) act(waiting);
}

/** Copies to the clipboard, and says whether it did. */
export function copy(text: string): void {
  const refused = () => notice("The browser refuses its clipboard: select the text and copy it.");
  if (!navigator.clipboard) return refused();
  navigator.clipboard.writeText(text).then(() => notice("It is in the clipboard."), refused);
}

export const normalize = (text: string): string => text.normalize("NFKC");
