// The work outlives a reload and a crash: each tab keeps its own in the browser's storage,
// without secrets (`src/snapshot.rs`). A new tab begins with the newest.

import { openWork, workText } from "../../pkg/saslab.js";
import { notice, onChange } from "../port";

export const SLOT = "saslab-work-";
const TAB = "saslab-tab";

/** Work of tabs that are long closed is not kept for ever. */
const SLOTS = 5;

/** A pause in typing. */
const PAUSE = 400;

/** Browsers keep a little more or less than this; to try more takes as long as a breath. */
const MOST = 4_000_000;

let tab = "";
let kept = "";
let failed = false;
let pause: ReturnType<typeof setTimeout> | undefined;

/** `asIs`: the address brought work along, which stays. */
export function keepWork(asIs: boolean): void {
  tab = attempt(() => sessionStorage.getItem(TAB)) || newTab();
  meetOthers();
  kept = workText();
  if (!asIs) restore();
  onChange(() => {
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
  });
  addEventListener("pagehide", keep);
  addEventListener("visibilitychange", keep);
  addEventListener("beforeunload", (event) => {
    keep();
    if (failed) event.preventDefault();
  });
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function newTab(): string {
  const name = Math.random().toString(36).slice(2);
  attempt(() => sessionStorage.setItem(TAB, name));
  return name;
}

interface Slot {
  readonly key: string;
  readonly time: number;
  readonly text: string;
}

/** Newest first; what is not ours to read is passed over. */
function slots(): Slot[] {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys
    .filter((key) => key.startsWith(SLOT))
    .map((key) => {
      const [time = "", ...lines] = (localStorage.getItem(key) ?? "").split("\n");
      return { key, time: Number(time) || 0, text: lines.join("\n") };
    })
    .sort((one, other) => other.time - one.time);
}

function restore(): void {
  const all = slots();
  const slot = all.find(({ key }) => key === SLOT + tab) ?? all[0];
  if (!slot || slot.text === kept) return;
  try {
    openWork(slot.text);
    kept = slot.text;
    notice("Your work is back as you left it. Undo starts afresh.");
  } catch (reason) {
    notice(`Earlier work cannot be read: ${String(reason)}. It stays stored until you change something.`);
  }
}

function keep(): void {
  clearTimeout(pause);
  const text = workText();
  if (text === kept) return;
  try {
    if (text.length > MOST) throw new RangeError();
    localStorage.setItem(SLOT + tab, `${Date.now()}\n${text}`);
    kept = text;
    failed = false;
  } catch (reason) {
    if (!failed) complain(reason);
    failed = true;
  }
  for (const { key } of slots().slice(SLOTS)) attempt(() => localStorage.removeItem(key));
}

function complain(reason: unknown): void {
  const isFull = reason instanceof DOMException && reason.name === "QuotaExceededError";
  const isLong = reason instanceof RangeError;
  const why = isLong ? "it is too long" : isFull ? "its storage is full" : "it refuses storage";
  notice(
    `This browser cannot keep your work: ${why}. It stays here until the tab is closed; a link (Share) keeps it.`,
  );
}

/** Two tabs never write into one slot: a tab that was duplicated takes a new one. */
function meetOthers(): void {
  const channel = attempt(() => new BroadcastChannel("saslab"));
  if (!channel) return;
  channel.addEventListener("message", ({ data }: MessageEvent<{ tab: string; answer: boolean }>) => {
    if (data.answer && data.tab === tab) tab = newTab();
    else if (!data.answer) channel.postMessage({ tab: data.tab === tab ? tab : "", answer: true });
    notice("The laboratory is open in another tab, too. Each keeps its own work.");
  });
  channel.postMessage({ tab, answer: false });
}
