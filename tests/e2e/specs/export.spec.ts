// The session as a file, in each of its forms.

import { readFile } from "node:fs/promises";
import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

/** The button, the name of the file, and how it begins. */
const FORMS: readonly [string, string, string | number[]][] = [
  ["text", "session.txt", "S: 220 mail.example.com ESMTP Postfix\nC: EHLO example.com\nS: 250-mail.example.com\n"],
  ["Markdown", "session.md", "# unknown[203.0.113.9] talks to mail.example.com\n"],
  ["swaks", "session.swaks.txt", "=== Trying 192.0.2.25:25...\n=== Connected to 192.0.2.25.\n<-  220 mail"],
  ["asciicast", "session.cast", '{"version": 2, '],
  ["SVG", "session.svg", '<svg xmlns="http://www.w3.org/2000/svg"'],
  ["PNG", "session.png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["pcapng", "session.pcapng", [0x0a, 0x0d, 0x0d, 0x0a]],
];

test("the menu says what a file holds", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.button("Export").click();
  await expect(lab.getByRole("group", { name: "Export the session as" })).toContainText("passwords too");
  await expectAccessible(lab);
  await lab.keyboard.press("Escape");
  await expect(lab.getByRole("group", { name: "Export the session as" })).toHaveCount(0);
});

for (const [name, file, start] of FORMS) {
  test(`as ${name}`, async ({ lab }) => {
    const page = new Laboratory(lab);
    await page.button("Export").click();
    const menu = lab.getByRole("group", { name: "Export the session as" });
    const [download] = await Promise.all([
      lab.waitForEvent("download"),
      menu.getByRole("button", { name, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(file);
    const octets = await readFile(await download.path());
    const expected = Buffer.from(start as string);
    expect(octets.subarray(0, expected.length)).toEqual(expected);
    expect(octets.length).toBeGreaterThan(200);
  });
}
