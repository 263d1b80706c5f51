// Five steps through the Lab, one bubble each, that can be left at any time.

import { button, dialog, h } from "./dom";

/** What is shown, and what there is to say about it. */
const STEPS: readonly [string, string, string][] = [
  [".server", "A mail server", "Each switch edits main.cf, and the server reads it at once. The HOWTO's five steps come first."],
  ['.transcript[role="log"]', "What it says", "The server answers EHLO. Throw the first switch: one line is new, and it says which setting brought it."],
  [".why", "Why", "Every line has a reason: the line of main.cf, the default of the release, or the standard."],
  [".prompt", "Your turn", "Type SMTP yourself, or let a script speak line by line. Fork drops what it has still to say."],
  [".consequences", "Consequences", "Who can relay? Each answer opens the session that proves it."],
];

export function tour(place = 0): void {
  const [selector, title, text] = STEPS[place] ?? ["", "", ""];
  document.querySelector<HTMLElement>("#tab-lab")?.click();
  const shown = document.querySelector(selector);
  shown?.classList.add("toured");
  shown?.scrollIntoView({ block: "nearest" });
  const element = dialog(`${place + 1} of ${STEPS.length}: ${title}`, h("p", {}, text));
  element.classList.add("tour");
  element.addEventListener("close", () => shown?.classList.remove("toured"));
  const end = element.querySelector(".dialog-end");
  const close = end?.querySelector("button");
  if (!end || !close) return;
  const isLast = place + 1 === STEPS.length;
  close.textContent = isLast ? "Done" : "Skip the rest";
  if (isLast) return;
  const next = button("Next", () => {
    element.close();
    tour(place + 1);
  });
  end.append(next);
  next.focus();
}
