// In front of an audience: large type, nothing but the view, and the keys of a clicker.
// The presenter's notes stay in this tab.

import { h } from "./dom";

const NOTES = "saslab-notes";
const root = document.documentElement;

const isOn = () => root.hasAttribute("data-present");

export function togglePresent(): void {
  if (isOn()) {
    endPresent();
    return;
  }
  root.setAttribute("data-present", "");
  document.body.append(bar());
  // A browser that refuses the whole screen still presents in its window.
  root.requestFullscreen?.().catch(() => {});
}

/** Whether there was anything to end. */
export function endPresent(): boolean {
  if (!isOn()) return false;
  root.removeAttribute("data-present");
  document.querySelector(".present-bar")?.remove();
  if (document.fullscreenElement) void document.exitFullscreen();
  document.querySelector<HTMLElement>('[data-tool="present"]')?.focus();
  return true;
}

/** Presses a button of the player; outside of a presentation the key scrolls. */
export function step(name: string): boolean {
  if (!isOn()) return false;
  const button = document.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`);
  button?.click();
  document.querySelector(".transcript li:last-of-type")?.scrollIntoView({ block: "nearest" });
  return true;
}

function bar(): HTMLElement {
  const notes = h("textarea", { "aria-label": "Notes", rows: "3", spellcheck: "false" });
  notes.value = stored();
  notes.addEventListener("input", () => {
    try {
      sessionStorage.setItem(NOTES, notes.value);
    } catch {
      // The notes stay in the field as long as it is shown.
    }
  });
  const end = h("button", { type: "button" }, "End presenting");
  end.addEventListener("click", endPresent);
  const folded = h("details", {}, h("summary", {}, "Notes"), notes);
  return h("aside", { class: "present-bar", "aria-label": "Presentation" }, folded, end);
}

function stored(): string {
  try {
    return sessionStorage.getItem(NOTES) ?? "";
  } catch {
    return "";
  }
}
