// What surrounds the laboratory: the keys, the dialogs, the address, and the storage. It
// arrives when the page can be used already.

import { fragmentChanged } from "../../pkg/saslab.js";
import { listen, showKeys } from "./keys";
import { openLink, showShare } from "./share";
import { keepWork } from "./store";

/** What the buttons with `data-tool` do. */
const TOOLS: Record<string, () => void> = { keys: showKeys, share: showShare };

export async function start(): Promise<void> {
  listen();
  document.addEventListener("click", ({ target }) => {
    const tool = target instanceof Element && target.closest<HTMLElement>("[data-tool]");
    if (tool) TOOLS[tool.dataset.tool ?? ""]?.();
  });
  addEventListener("hashchange", async () => {
    await openLink();
    fragmentChanged(location.hash);
  });
  keepWork(await openLink());
}
