// The log of the session: the keys within it, and what has to be in sight.

import { timePassed } from "../pkg/saslab.js";
import { notice } from "./port";

const LOG = ".transcript";
const LINES = `${LOG} [data-line] .why`;

/** Focuses another line; whether the key leads to one. */
export function goToLine(key: string): boolean {
  const lines = [...document.querySelectorAll<HTMLElement>(LINES)].filter((line) => line.checkVisibility());
  const here = lines.indexOf(document.activeElement as HTMLElement);
  const last = lines.length - 1;
  const there = { ArrowDown: here + 1, ArrowUp: here < 0 ? last : here - 1, Home: 0, End: last }[key];
  if (there === undefined) return false;
  lines[there]?.focus();
  return true;
}

let turns = 0;

/** Shows what is new: the last turn from its start, or the first line that is marked. */
export function follow(): void {
  const log = document.querySelector<HTMLElement>(LOG);
  if (!log) return;
  if (!log.offsetHeight) return followLater(log);
  const all = log.querySelectorAll<HTMLElement>(".client");
  const mark = all.length === turns && log.querySelector<HTMLElement>(":is(.added, .changed, .removed)");
  turns = all.length;
  if (mark) {
    show(log, mark, mark);
    return tell(log, mark);
  }
  const sent = all[turns - 1];
  const last = log.querySelector<HTMLElement>("ol > :last-child");
  if (last) show(log, sent ?? last, last);
}

/** Where the log is out of sight, as on a telephone, the change is said. */
function tell(log: HTMLElement, mark: HTMLElement): void {
  const { top, bottom } = log.getBoundingClientRect();
  if (top < innerHeight && bottom > 0) return;
  const words = [".mark", ".text"].map((part) => mark.querySelector(part)?.textContent);
  notice(words.join(" "));
}

/** A lesson is loaded while the Lab is out of sight: what is new is shown when it is seen. */
function followLater(log: HTMLElement): void {
  new ResizeObserver((_sizes, observer) => {
    if (!log.offsetHeight) return;
    observer.disconnect();
    follow();
  }).observe(log);
}

/** Scrolls the log, and nothing else, so that it shows `last`, and all from `first` on if it can. */
function show(log: HTMLElement, first: HTMLElement, last: HTMLElement): void {
  const around = log.getBoundingClientRect();
  const above = first.getBoundingClientRect().top - around.top;
  const below = last.getBoundingClientRect().bottom - around.bottom;
  if (below > 0) log.scrollTop += Math.min(below, above);
  else if (above < 0) log.scrollTop += above;
}

/** Where a line is in its log. */
interface Place {
  readonly line: string;
  readonly above: number;
}

let place: Place | undefined;

/** Remembers the line that is chosen, or else the first one in sight. */
export function keepPlace(): void {
  const log = document.querySelector<HTMLElement>(LOG);
  place = undefined;
  if (!log) return;
  const top = log.getBoundingClientRect().top;
  const at = (line: Element) => line.getBoundingClientRect().top - top;
  const isSeen = (line: Element) => at(line) >= 0 && at(line) < log.clientHeight;
  const lines = [...log.querySelectorAll<HTMLElement>("[data-line]")].filter(isSeen);
  const line = lines.find((each) => each.matches(':has([aria-expanded="true"], :focus)')) ?? lines[0];
  if (line) place = { line: line.dataset.line ?? "", above: at(line) };
}

/** In another view, puts that line where it was. */
export function backToPlace(): void {
  const log = document.querySelector<HTMLElement>(LOG);
  const line = place && log?.querySelector(`[data-line="${place.line}"]`);
  if (!log || !line || !place) return;
  log.scrollTop += line.getBoundingClientRect().top - log.getBoundingClientRect().top - place.above;
}

let timer: ReturnType<typeof setTimeout> | undefined;

export function stopWaiting(): void {
  clearTimeout(timer);
}

export function wait(pause: number): void {
  stopWaiting();
  timer = setTimeout(timePassed, pause);
}

/** Gives the reader a file. */
export function save(name: string, type: string, octets: Uint8Array): void {
  saveBlob(name, new Blob([octets.slice()], { type }));
}

function saveBlob(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Sharp on a screen with two pixels for one. */
const SCALE = 2;

/** A browser draws no larger canvas. */
const HIGHEST = 16_000;

/** Gives the reader a picture in SVG as a file in PNG. */
export async function savePng(name: string, svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(SCALE, HIGHEST / image.naturalHeight);
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && saveBlob(name, blob), "image/png");
}
