// What takes longer than a frame (`src/far.rs`): done in a worker that has the wasm as it
// was compiled for the page, or, where no worker can be had, in slices between frames.

import { examinePart, heard, settleFinding } from "../../pkg/saslab.js";
import Far from "../far-worker?worker&inline";
import { onFar, type Order } from "../port";
import { rest } from "../rest";
import { first } from "../wasm";

/** What is typed makes a server at every letter; the one at the end is asked about. */
const PAUSE = 120;

/** A page in the background paints nothing. */
const LONGEST_FRAME = 200;

let worker: Worker | undefined;
let isBusy = false;
/** Of the last examination, and of the last finding that was to be settled; what belongs
 * to an earlier one is dropped. */
let serial = 0;
let settling = 0;

/** What the worker answers. */
interface Answer {
  readonly serial: number;
  readonly what: string;
  readonly text: string;
}

export function start(): void {
  engage();
  onFar((order) => void ORDERS[order.order]?.(order));
}

/** Another worker, in place of the one that is at work. */
function engage(): void {
  worker?.terminate();
  isBusy = false;
  try {
    worker = new Far();
  } catch {
    worker = undefined;
    return;
  }
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => hear(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    dismiss();
  });
  worker.postMessage({ first, rest });
}

/** Without a worker the page does the work itself, if there is some. */
function dismiss(): void {
  worker?.terminate();
  worker = undefined;
  if (isBusy) heard("failed", "");
  isBusy = false;
}

function hear({ serial: of, what, text }: Answer): void {
  if (of !== (what === "settled" ? settling : serial)) return;
  if (what === "part") isBusy = text !== "";
  heard(what, text);
}

const ORDERS: Record<string, (order: Order) => Promise<void>> = {
  async paint() {
    const mine = ++serial;
    await painted();
    if (mine !== serial) return;
    if (isBusy) engage();
    heard("painted", "");
    await painted();
    if (mine === serial) heard("idle", "");
  },
  async examine({ asked }) {
    const mine = serial;
    const isOutdated = () => mine !== serial;
    await new Promise((done) => setTimeout(done, PAUSE));
    if (isOutdated()) return;
    if (worker) {
      isBusy = true;
      worker.postMessage({ serial, asked });
      return;
    }
    for (let part = 0, text = " "; text !== ""; part += 1) {
      await painted();
      if (isOutdated()) return;
      text = examinePart(asked, part);
      heard("part", text);
    }
  },
  async settle({ asked, question, at }) {
    const mine = ++settling;
    if (worker) {
      worker.postMessage({ serial: mine, asked, question, at });
      return;
    }
    await painted();
    if (mine === settling) heard("settled", settleFinding(asked, question, at));
  },
  async cancel() {
    const mine = ++serial;
    await painted();
    if (mine === serial && isBusy) engage();
  },
};

function painted(): Promise<void> {
  return new Promise((done) => {
    const frame = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(0);
    };
    requestAnimationFrame(frame);
    setTimeout(frame, LONGEST_FRAME);
  });
}
