// The HOWTO's dialogues under the release that it was written with.

import { expect, test } from "../fixtures/test";
import { HOWTO, Laboratory } from "./laboratory";

const EHLO = (mechanisms: string) => [
  "250-mail.example.com",
  "250-PIPELINING",
  "250-SIZE 10240000",
  "250-VRFY",
  "250-ETRN",
  `250-AUTH ${mechanisms}`,
  `250-AUTH=${mechanisms}`,
  "250-XVERP",
  "250 8BITMIME",
];

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
  await page.release.selectOption("1.1.7");
  await page.writeConfig(HOWTO);
});

test("the dialogue that looks for AUTH", async () => {
  await page.script().selectOption({ label: "HOWTO 1.3: look" });
  await page.button("To the end").click();
  await expect.poll(() => page.serverLines()).toEqual([
    "220 mail.example.com ESMTP Postfix",
    ...EHLO("PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI"),
    "221 Bye",
  ]);
});

test("the dialogue that logs in", async ({ lab }) => {
  await page.writeConfig(`${HOWTO}smtpd_banner = $myhostname ESMTP $mail_name ($mail_version)\n`);
  await lab.getByRole("textbox", { name: "mech_list" }).fill("DIGEST-MD5 CRAM-MD5 GSSAPI PLAIN LOGIN");
  await page.script().selectOption({ label: "HOWTO 1.4: log in" });
  await page.button("To the end").click();
  await expect.poll(() => page.serverLines()).toEqual([
    "220 mail.example.com ESMTP Postfix (1.1.7)",
    ...EHLO("DIGEST-MD5 CRAM-MD5 GSSAPI PLAIN LOGIN"),
    "235 Authentication successful",
    "221 Bye",
  ]);
});

test("the string whose \\0 got lost is refused", async () => {
  await page.script().selectOption({ label: "HOWTO 1.4 without its \\0" });
  await page.button("To the end").click();
  await expect.poll(() => page.serverLines()).toContain("535 Error: authentication failed");
});
