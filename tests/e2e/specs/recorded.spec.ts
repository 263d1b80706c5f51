// The HOWTO's server under 3.7.11: what a real one said, typed again in the page.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

interface Scenario {
  id: string;
  about: string;
  main_cf: string;
  sasl: { mech_list: string[] };
  client: { address: string };
  script: { send: string }[];
  transcript: { S?: string }[];
}

const FILE = "../../conformance/recorded/3.7.11/howto.jsonl";

function scenarios(): Scenario[] {
  const text = readFileSync(fileURLToPath(new URL(FILE, import.meta.url)), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Scenario);
}

for (const { id, main_cf, sasl, client, script, transcript } of scenarios()) {
  test(`${id} is answered as recorded`, async ({ lab }) => {
    const page = new Laboratory(lab);
    await page.release.selectOption("3.7.11");
    await page.writeConfig(main_cf);
    await lab.getByRole("textbox", { name: "mech_list" }).fill(sasl.mech_list.join(" "));
    const person = page.client().getByRole("option").filter({ hasText: client.address });
    await page.client().selectOption({ label: await person.innerText() });
    await page.button("To the greeting").click();
    await page.say(...script.map((step) => step.send));
    const expected = transcript.flatMap((line) => line.S ?? []);
    await expect.poll(() => page.serverLines()).toEqual(expected);
  });
}
