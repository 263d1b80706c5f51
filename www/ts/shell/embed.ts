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

/** What is inert takes neither pointer nor keys; reasons can still be opened by scrolling. */
function readOnly(region: string): void {
  document.documentElement.dataset.readonly = "";
  const controls = `.${region} :is(input, select, textarea, .prompt, .pickers, .player, .order, .loading)`;
  for (const control of document.querySelectorAll<HTMLElement>(controls)) control.inert = true;
}
