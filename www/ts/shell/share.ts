// A link that holds the work: what is in it, what is not, and how it is opened.

import { openWork, workLeftOut, workText } from "../../pkg/saslab.js";
import { notice } from "../port";
import { button, dialog, h } from "./dom";
import { BadLink, pack, parts, unpack } from "./link";

/** Mail programs and chats begin to break links here. */
const COMFORTABLE = 2_000;

/** The address of the work as it stands, in the view that is shown. */
export async function link(): Promise<string> {
  const { view } = parts(location.hash);
  const address = new URL(location.href);
  address.search = "";
  address.hash = `${view || "lab"}&s=${await pack(workText())}`;
  return address.href;
}

export async function showShare(): Promise<void> {
  const address = await link();
  const field = h("textarea", { "aria-label": "Link", readonly: "", rows: "4" }, address);
  const copy = button("Copy the link", () => void copied(field, address));
  const element = dialog(
    "Share",
    h("p", {}, "Whoever opens this link sees the laboratory as you see it now."),
    field,
    h("p", { class: "note" }, length(address.length)),
    contents(),
  );
  const frame = button("Copy a frame for another page", () => void copied(field, framed(address)));
  element.querySelector(".dialog-end")?.prepend(copy, frame);
  copy.focus();
}

/** The session alone, inside another page (`embed.ts`). */
const framed = (address: string) =>
  `<iframe title="saslab" width="800" height="600" src="${address.replace("#", "?embed=session#")}"></iframe>`;

const length = (letters: number) =>
  letters <= COMFORTABLE
    ? `${letters} characters.`
    : `${letters} characters: some programs cut links after ${COMFORTABLE}. A shorter main.cf makes a shorter link.`;

function contents(): HTMLElement {
  const leftOut = workLeftOut();
  const missing = [
    "passwords: accounts go without, and nothing of the Credentials view",
    "what was typed earlier, and what could be undone",
    ...(leftOut ? [leftOut] : []),
  ];
  const list = (name: string, items: string[]) =>
    h(
      "section",
      {},
      h("h3", {}, name),
      h("ul", { "aria-label": name, class: "bullets" }, ...items.map((item) => h("li", {}, item))),
    );
  return h(
    "div",
    { class: "two" },
    list("In the link", [
      "main.cf as it stands, remarks included",
      "the Postfix release and the mechanisms",
      "users by name, files, master.cf, and what is supposed",
      "the client, what it says, and the line you are at",
      "what the server sees of its clients, and the pinned state",
      "the view",
    ]),
    list("Not in the link", missing),
  );
}

async function copied(field: HTMLTextAreaElement, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notice("It is in the clipboard.");
  } catch {
    field.value = text;
    field.focus();
    field.select();
    notice("The browser refuses its clipboard. The text is selected: copy it by Ctrl+C.");
  }
}

/** Opens the link in the address, if there is one, and takes it out of the address. */
export async function openLink(): Promise<boolean> {
  const { view, options } = parts(location.hash);
  const data = options.get("s");
  if (data === undefined) return false;
  options.delete("s");
  const rest = [...options].map(([key, value]) => (value ? `${key}=${value}` : key));
  history.replaceState(null, "", `#${[view || "lab", ...rest].join("&")}`);
  try {
    const remark = openWork(await unpack(data));
    notice(`Opened from the link.${remark} Undo brings back what was here before.`);
    return true;
  } catch (reason) {
    const why = reason instanceof BadLink ? reason.message : String(reason);
    notice(`The link was not opened: ${why}. Your own work is as it was.`);
    return false;
  }
}
