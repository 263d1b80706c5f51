// The HOWTO's dialogues under the release that it was written with.

import { expect, test } from "../fixtures/test";
import { HOWTO, Laboratory, paste } from "./laboratory";

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

test("what is copied from a page has lost its white space, and one press gives it back", async () => {
  const flat = HOWTO.replaceAll("    ", "");
  await page.writeConfig(flat);
  await expect(page.transcript).toContainText("The server does not start.");
  await page.show("main.cf");
  const line = flat.split("\n").indexOf("permit_sasl_authenticated,") + 1;
  await expect(page.server).toContainText("What goes on with the value above begins with white space.");
  await page.button(`Repair line ${line}`).click();
  await expect(page.line("220 mail.example.com ESMTP Postfix")).toBeVisible();
  await page.expectConfig(HOWTO);
});

test("a dialogue that is copied from a page is said by the client's part alone", async () => {
  await page.button("Connect again").click();
  const lines = ["S: 220 mail.example.com ESMTP Postfix (1.1.7)", "C: EHLO example.com", "S: 250 8BITMIME"];
  const login = ["C: AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz", "S: 235 Authentication successful", "C: QUIT"];
  await page.command.evaluate(paste, [...lines, ...login].join("\n"));
  await expect.poll(() => page.serverLines()).toEqual([
    "220 mail.example.com ESMTP Postfix",
    ...EHLO("PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI"),
    "235 Authentication successful",
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
