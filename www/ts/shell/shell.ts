// What surrounds the laboratory: the keys, the dialogs, and the address. It arrives when
// the page can be used already.

import { fragmentChanged } from "../../pkg/saslab.js";
import { listen, showKeys } from "./keys";

/** What the buttons with `data-tool` do. */
const TOOLS: Record<string, () => void> = { keys: showKeys };

export function start(): void {
  listen();
  document.addEventListener("click", ({ target }) => {
    const tool = target instanceof Element && target.closest<HTMLElement>("[data-tool]");
    if (tool) TOOLS[tool.dataset.tool ?? ""]?.();
  });
  addEventListener("hashchange", () => fragmentChanged(location.hash));
}
