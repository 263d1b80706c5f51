// The keys: one table binds them, and shows them on `?`.

import { redo, undo } from "../../pkg/saslab.js";
import { focusCode } from "../port";
import { dialog, h, later } from "./dom";
import { endWorkshop, toggleWorkshop } from "./workshop";
import { endPresent, step, togglePresent } from "./present";

interface Key {
  /** As `KeyboardEvent.key` has it, after `Ctrl+` (or ⌘) and `Shift+`. */
  readonly keys: readonly string[];
  readonly what: string;
  /** What it does, or the control that it presses or, if it is a field, goes to. */
  readonly act: string | (() => boolean | void);
}

const button = (name: string) => `button[aria-label="${name}"]`;

const KEYS: readonly Key[] = [
  { keys: ["?"], what: "Show these keys", act: () => showKeys() },
  { keys: ["Ctrl+z"], what: "Undo", act: undo },
  { keys: ["Ctrl+Shift+z", "Ctrl+y"], what: "Redo", act: redo },
  { keys: ["s"], what: "Share", act: button("Share") },
  { keys: ["p"], what: "Present: large type, and nothing but the view", act: togglePresent },
  { keys: ["PageDown"], what: "Next line, while presenting", act: () => step("Step") },
  { keys: ["PageUp"], what: "One line back, while presenting", act: () => step("Step back") },
  { keys: ["w"], what: "Workshop: who can relay, in huge letters", act: toggleWorkshop },
  { keys: ["Escape"], what: "End presenting or the workshop", act: () => endWorkshop() || endPresent() },
  { keys: ["1"], what: "Lab", act: "#tab-lab" },
  { keys: ["2"], what: "Lessons", act: "#tab-lessons" },
  { keys: ["3"], what: "Credentials", act: "#tab-credentials" },
  { keys: ["4"], what: "Compare", act: "#tab-compare" },
  { keys: ["/"], what: "Type an SMTP command", act: "#smtp-command" },
  { keys: ["m"], what: "Edit main.cf", act: editMainCf },
  { keys: ["."], what: "Next line of the session", act: button("Step") },
  { keys: [","], what: "One line back", act: button("Step back") },
  { keys: ["<"], what: "To the greeting", act: button("To the greeting") },
  { keys: [">"], what: "To the end", act: button("To the end") },
  { keys: ["k"], what: "Play, or pause", act: `${button("Play")}, ${button("Pause")}` },
  { keys: ["n"], what: "Next change", act: button("Next change") },
  { keys: ["f"], what: "Fork here: drop what follows, type on", act: fork },
];

/** Keys without Ctrl can be switched off, as WCAG 2.1.4 asks. */
const PLAIN_KEYS = "saslab-plain-keys";

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
    const name = nameOf(event);
    const isPlain = !name.startsWith("Ctrl+");
    // The editor of main.cf has a root of its own.
    const [target = null] = event.composedPath();
    if (isPlain ? isTaken(name, target) || !arePlainKeysOn() : hasOwnUndo(target)) return;
    const key = KEYS.find(({ keys }) => keys.includes(name));
    if (key && perform(key.act)) event.preventDefault();
  });
}

const FOCUSABLE = "button, input, select, summary, textarea";

/** Who presses a button by keys that is gone then goes on from what stood next to it. */
export function keepFocus({ target, detail }: MouseEvent): void {
  if (detail || !(target instanceof HTMLButtonElement)) return;
  const region = target.closest("section") ?? document;
  const controls = () => [...region.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const all = controls();
  const before = all.slice(0, all.indexOf(target));
  later(() => {
    if (target.isConnected || document.activeElement !== document.body) return;
    const [now, at] = [controls(), before.filter((one) => one.isConnected).length];
    [...now.slice(at), ...now.slice(0, at).reverse()].some((one) => {
      one.focus();
      return document.activeElement === one;
    });
  });
}

function editMainCf(): boolean {
  if (!perform('[aria-controls="server-panel"]:nth-child(2)')) return false;
  later(focusCode);
  return true;
}

/** The key of the player: what follows is said by hand, so that is where one is then. */
function fork(): boolean {
  return perform(button("Fork here")) && perform("#smtp-command");
}

function nameOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  if (!ctrlKey && !metaKey) return key;
  return `Ctrl+${shiftKey ? "Shift+" : ""}${key.toLowerCase()}`;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input:not([type=checkbox], [type=range]), textarea, select"));

/** A line of text has no use for the keys of a clicker. */
const isTaken = (name: string, target: EventTarget | null) =>
  isTyping(target) && !(/^(Page|Esc)/.test(name) && target instanceof HTMLInputElement);

/** main.cf shares its history with the switches; other fields keep the browser's. */
const hasOwnUndo = (target: EventTarget | null) =>
  isTyping(target) && !(target as HTMLElement).closest(".editor");

function perform(act: Key["act"]): boolean {
  if (typeof act !== "string") return act() !== false;
  const control = document.querySelector<HTMLElement>(act);
  if (!control?.checkVisibility() || control.inert) return false;
  control.focus();
  if (control instanceof HTMLButtonElement) control.click();
  return true;
}

function arePlainKeysOn(): boolean {
  try {
    return localStorage.getItem(PLAIN_KEYS) !== "off";
  } catch {
    return true;
  }
}

/** The table as a dialog. */
export function showKeys(): void {
  const rows = KEYS.map(({ keys, what }) => {
    const shown = keys.flatMap((name, index) => [index ? " or " : "", h("kbd", {}, name)]);
    return h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, ...shown));
  });
  const plain = h("input", { type: "checkbox", role: "switch" });
  plain.checked = arePlainKeysOn();
  plain.addEventListener("change", () => {
    try {
      localStorage.setItem(PLAIN_KEYS, plain.checked ? "on" : "off");
    } catch {
      plain.checked = true;
    }
  });
  dialog(
    "Keyboard map",
    h("table", {}, h("tbody", {}, ...rows)),
    h("label", { class: "switch" }, plain, "keys without Ctrl"),
  );
}
