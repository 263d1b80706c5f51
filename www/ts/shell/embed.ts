// One region in the frame of another page: `?embed=session`, or `embed=session` in the
// fragment; `&readonly` leaves nothing to change. Without a region it is the session.

import { parts } from "./link";

const REGIONS = ["server", "session", "consequences"];

/** Whether the page is embedded; if so, it shows the region that was asked for. */
export function embed(): boolean {
  const query = new URLSearchParams(location.search);
  const { options } = parts(location.hash);
  const asked = query.get("embed") ?? options.get("embed");
  if (asked === null || asked === undefined) return false;
  const region = REGIONS.includes(asked) ? asked : "session";
  const root = document.documentElement;
  root.dataset.embed = region;
  if (query.has("readonly") || options.has("readonly")) readOnly(region);
  return true;
}

/** What leads from one view to another, or to a reason. */
const READING = '[role="tab"], .why, .theme';

/** What is inert takes neither pointer nor keys. Views can be chosen, reasons opened, and the
 * text of main.cf is read on. */
function readOnly(region: string): void {
  document.documentElement.dataset.readonly = "";
  const controls = `.${region} :is(button:not(${READING}), input, select, textarea, .order)`;
  const close = () => {
    for (const control of document.querySelectorAll<HTMLElement>(controls)) control.inert = true;
  };
  close();
  new MutationObserver(close).observe(document.body, { subtree: true, childList: true });
  for (const event of ["beforeinput", "paste", "cut", "drop", "keydown"]) addEventListener(event, stop, true);
}

function stop(event: Event): void {
  const isMove = event instanceof KeyboardEvent && /^(Arrow|Page|Home|End|Tab)/.test(event.key);
  if (event.type !== "drop" && (isMove || !(event.target as Element).closest(".editor"))) return;
  event.preventDefault();
  event.stopPropagation();
}
