// Configurations from outside, by paste, picker or drop, and main.cf to take along. What
// is in them the core says (`src/bring.rs`).

import { exportText, Form, importOctets } from "../../pkg/saslab.js";
import { notice } from "../port";
import { button, dialog, h } from "./dom";

/** Nobody has a configuration of more octets. */
const MOST = 32_000_000;

export function showImport(): void {
  const field = h("textarea", { "aria-label": "Configuration", rows: "10", spellcheck: "false", wrap: "off" });
  const picker = h("input", { type: "file", "aria-label": "Choose a file" });
  picker.addEventListener("change", () => {
    const file = picker.files?.[0];
    if (file) void take(file);
  });
  const element = dialog(
    "Import",
    h("p", {}, "Paste main.cf, master.cf, or what postconf -n and postconf -M print; choose a file, or drop it on the page. It replaces what is here; undo brings that back. Nothing leaves the page."),
    field,
    h("div", { class: "row" }, picker),
  );
  element.querySelector(".dialog-end")?.prepend(button("Import", () => void take(new Blob([field.value]))));
  field.focus();
}

async function take(blob: Blob): Promise<void> {
  if (blob.size > MOST) {
    problem(`it has ${blob.size} octets, and ${MOST} are the most that is read`);
    return;
  }
  try {
    report(importOctets(new Uint8Array(await blob.arrayBuffer())));
  } catch (reason) {
    problem(String(reason));
  }
}

function problem(why: string): void {
  const open = document.querySelector("dialog[open] .problem");
  const line = h("p", { class: "problem", role: "alert" }, `Not imported: ${why}.`);
  if (open) open.replaceWith(line);
  else if (document.querySelector("dialog[open]")) document.querySelector("dialog[open] .dialog-end")?.before(line);
  else dialog("Import", line);
}

function report(text: string): void {
  document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
  const list = h("ul", { class: "bullets", "aria-label": "What was imported" });
  for (const line of text.split("\n").filter(Boolean)) {
    const item = h("li", {}, line.trim());
    if (line.startsWith("\t")) item.classList.add("below");
    list.append(item);
  }
  dialog("Imported", list);
}

const FORMS: readonly [string, Form, string][] = [
  ["main.cf", Form.File, "main.cf"],
  ["postconf -e", Form.Commands, "main.cf.sh"],
  ["diff", Form.Changes, "main.cf.diff"],
  ["master.cf", Form.Master, "master.cf"],
];

export function showExport(): void {
  const field = h("textarea", { "aria-label": "Exported", rows: "12", readonly: "", wrap: "off" });
  let [, , file] = FORMS[0] ?? ["", 0, ""];
  const choices = FORMS.map(([name, form, as], place) => {
    const radio = h("input", { type: "radio", name: "form" });
    radio.addEventListener("change", () => choose(form, as));
    if (place === 0) radio.checked = true;
    return h("label", { class: "check" }, radio, name);
  });
  const choose = (form: Form, as: string) => {
    file = as;
    field.value = exportText(form) || "# nothing has changed since it was loaded\n";
  };
  choose(Form.File, file);
  const element = dialog(
    "Export",
    h("div", { class: "row", role: "radiogroup", "aria-label": "Form" }, ...choices),
    field,
    h("p", { class: "note" }, "Passwords that the text holds are in it."),
  );
  const end = element.querySelector(".dialog-end");
  end?.prepend(
    button("Copy", () => {
      navigator.clipboard.writeText(field.value).then(
        () => notice("It is in the clipboard."),
        () => field.select(),
      );
    }),
    button("Save as a file", () => save(field.value, file)),
  );
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

/** A hand-out of more lines nobody reads. */
const PRINTED = 200;

/** On paper main.cf is a text, without its remarks; reasons name its lines by their numbers. */
export function listenForPrint(): void {
  const paper = h("pre", { class: "paper" });
  addEventListener("beforeprint", () => {
    const lines = exportText(Form.File).split("\n").map((line, at) => `${at + 1}`.padStart(4) + `  ${line}\n`);
    const said = lines.filter((line) => !/^ *\d+\s*(#|$)/.test(line));
    const more = said.length > PRINTED ? `${said.length - PRINTED} more lines` : "";
    paper.replaceChildren("main.cf\n", ...said.slice(0, PRINTED), more);
    document.querySelector(".server")?.append(paper);
  });
  addEventListener("afterprint", () => paper.remove());
}

/** A file that is dropped anywhere on the page is imported. */
export function listenForDrops(): void {
  const root = document.documentElement;
  const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    root.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) root.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    root.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void take(file);
  });
}
