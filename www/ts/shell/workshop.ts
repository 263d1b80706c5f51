// The workshop's screen (`src/component/workshop.rs`): who can relay, and nothing else. In
// a window of its own, on the projector, it follows the work of the other tabs.

import { openWork } from "../../pkg/saslab.js";
import { SLOT } from "./store";

const root = document.documentElement;

const isOn = () => root.hasAttribute("data-workshop");

export function toggleWorkshop(): void {
  if (endWorkshop()) return;
  show();
  // A browser that refuses the whole screen still shows it in its window.
  root.requestFullscreen?.().catch(() => {});
}

/** Whether there was anything to end. */
export function endWorkshop(): boolean {
  if (!isOn()) return false;
  root.removeAttribute("data-workshop");
  if (document.fullscreenElement) void document.exitFullscreen();
  document.querySelector<HTMLElement>('.consequences [data-tool="workshop"]')?.focus();
  return true;
}

function show(): void {
  document.querySelector<HTMLElement>("#tab-lab")?.click();
  root.setAttribute("data-workshop", "");
  document.querySelector<HTMLElement>('.workshop [data-tool="workshop"]')?.focus();
}

/** `?workshop` in the address. */
export function startWorkshop(): void {
  addEventListener("storage", ({ key, newValue }) => {
    if (!isOn() || !key?.startsWith(SLOT) || newValue === null) return;
    openWork(newValue.slice(newValue.indexOf("\n") + 1));
  });
  // The browser takes Escape for itself where the whole screen is used.
  addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) endWorkshop();
  });
  if (new URLSearchParams(location.search).has("workshop")) show();
}
