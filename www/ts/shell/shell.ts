// What surrounds the laboratory: the keys, the dialogs, the address, and the storage. It
// arrives when the page can be used already.

import "../../styles/late.css";
import { fragmentChanged } from "../../pkg/saslab.js";
import { later } from "./dom";
import { keepFocus, listen, showKeys } from "./keys";
import { listenForDrags } from "./drag";
import { embed } from "./embed";
import { start as startFar } from "./far";
import { listenForDrops, listenForPrint, showExport, showImport } from "./files";
import { togglePresent } from "./present";
import { openLink, showShare } from "./share";
import { keepWork } from "./store";
import { tour } from "./tour";
import { suppose } from "./suppose";
import { startWorkshop, toggleWorkshop } from "./workshop";

/** What the buttons with `data-tool` do. */
const TOOLS: Record<string, (button: HTMLElement) => void> = {
  export: showExport,
  import: showImport,
  keys: showKeys,
  present: togglePresent,
  share: () => void showShare(),
  suppose,
  tour: () => tour(),
  workshop: toggleWorkshop,
};

export async function start(): Promise<void> {
  listen();
  startFar();
  listenForDrops();
  listenForDrags();
  listenForPrint();
  // Before the page does what the button says.
  addEventListener("click", keepFocus, true);
  document.addEventListener("click", ({ target }) => {
    const tool = target instanceof Element && target.closest<HTMLElement>("[data-tool]");
    if (tool) TOOLS[tool.dataset.tool ?? ""]?.(tool);
  });
  addEventListener("hashchange", async () => {
    await openLink();
    fragmentChanged(location.hash);
    // What led here may be out of sight now: who pressed it by keys goes on from the view.
    later(() => {
      const tab = document.querySelector<HTMLElement>('[aria-selected="true"]');
      if (document.activeElement === document.body) tab?.focus({ preventScroll: true });
    });
  });
  // What is embedded belongs to the page around it: it neither restores nor stores work.
  if (embed()) await openLink();
  else keepWork(await openLink());
  startWorkshop();
}
