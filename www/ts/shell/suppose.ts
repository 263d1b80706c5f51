// From what is not known to where it is supposed, one press: the answer of whoever is named
// there (`src/component/server/tables.rs`).

import { later } from "./dom";

export function suppose(button: Element): void {
  const words = button.closest("li, .verdict")?.textContent ?? "";
  const isNamed = (source = "") => source !== "" && words.includes(source);
  document.querySelector<HTMLElement>('[aria-controls="server-panel"]:nth-child(5)')?.click();
  later(() => {
    const offers = [...document.querySelectorAll<HTMLElement>(".supposed + .adding button")];
    offers.find(({ title }) => isNamed(title))?.click();
    later(() => {
      const facts = [...document.querySelectorAll(".supposed > li")];
      const fields = facts.map((fact) => [...fact.querySelectorAll("input")]);
      const fact = fields.findLast(([source]) => isNamed(source?.value));
      (fact?.[2] ?? offers[0])?.focus();
    });
  });
}
