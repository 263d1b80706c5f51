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

/** The editor of main.cf, which arrives later (`code/code.ts`). */
export interface Code {
  /** Shows the text in an element of the page. */
  show(host: Element, text: string): void;
  /** Marks a line, counted from 1, and goes there; 0 marks none. */
  point(line: number): void;
  focus(): void;
}

let code: Code | undefined;
let shown: { host: Element; text: string; line: number } | undefined;

export const hasCode = (): boolean => code !== undefined;

export function showCode(host: Element, text: string): void {
  shown = { host, text, line: 0 };
  code?.show(host, text);
}

export function pointCode(line: number): void {
  if (shown) shown.line = line;
  code?.point(line);
}

export const focusCode = (): void => code?.focus();

export function codeArrives(arrived: Code): void {
  code = arrived;
  if (!shown?.host.isConnected) return;
  code.show(shown.host, shown.text);
  code.point(shown.line);
}
