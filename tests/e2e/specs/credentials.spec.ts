// The workbench for credentials: both directions, and nothing of it is kept.

import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let encode: Locator;
let decode: Locator;

test.beforeEach(async ({ lab }) => {
  await lab.getByRole("tab", { name: "Credentials" }).click();
  encode = lab.getByRole("region", { name: "Encode", exact: true });
  decode = lab.getByRole("region", { name: "Decode", exact: true });
});

async function login(user: string, password: string): Promise<void> {
  await encode.getByRole("textbox", { name: "User name" }).fill(user);
  await encode.getByLabel("Password").fill(password);
}

const stored = (lab: Page) =>
  lab.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));

test("the HOWTO's credentials give the HOWTO's string", async ({ lab }) => {
  await login("test", "testpass");
  await encode.getByRole("textbox", { name: "Act as (authzid)" }).fill("test");
  const exchange = encode.getByRole("list", { name: "Exchange" });
  await expect(exchange).toContainText("AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
  await expectAccessible(lab);
});

test("the password is masked in field and octets until it is asked for", async ({ lab }) => {
  await login("alice", "s3cret");
  await expect(encode.getByLabel("Password")).toHaveAttribute("type", "password");
  const fields = encode.getByRole("list", { name: "Fields" });
  await expect(fields).not.toContainText("s3cret");
  await encode.getByRole("button", { name: "Show what is secret" }).click();
  await expect(fields).toContainText("s3cret");
  await expect(encode.getByLabel("Password")).toHaveAttribute("type", "text");
  await fields.getByRole("button", { name: "password" }).click();
  await expect(fields).toContainText("the password, ready for use");
  await expectAccessible(lab);
});

test("CRAM-MD5 answers the challenge of RFC 2195", async () => {
  await encode.getByRole("combobox", { name: "Mechanism" }).selectOption("CRAM-MD5");
  await login("tim", "tanstaaftanstaaf");
  const challenge = Buffer.from("<1896.697170952@postoffice.reston.mci.net>").toString("base64");
  await encode.getByRole("textbox", { name: /^Challenges/ }).fill(challenge);
  const answer = Buffer.from("tim b913a602c7eda7a495b4e6e7334d3890").toString("base64");
  await expect(encode.getByRole("list", { name: "Exchange" })).toContainText(answer);
});

test("SCRAM goes through the example of RFC 7677", async () => {
  await encode.getByRole("combobox", { name: "Mechanism" }).selectOption("SCRAM-SHA-256");
  await login("user", "pencil");
  await encode.getByRole("textbox", { name: "Random text of the client" }).fill("rOprNGfwEbeRWgbNEkqO");
  const first =
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  await encode
    .getByRole("textbox", { name: /^Challenges/ })
    .fill(Buffer.from(first).toString("base64"));
  await expect(encode.getByRole("list", { name: "Exchange" })).toContainText(
    "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  );
});

test("a login is used in the session, and clear wipes it", async ({ lab }) => {
  const page = new Laboratory(lab);
  await lab.getByRole("tab", { name: "Lab" }).click();
  await page.toggle("smtpd_sasl_auth_enable").check();
  await lab.getByRole("tab", { name: "Credentials" }).click();
  await login("test", "testpass");
  await encode.getByRole("button", { name: "Use in the session" }).click();
  await encode.getByRole("button", { name: "Clear" }).click();
  await expect(encode.getByRole("textbox", { name: "User name" })).toHaveValue("");
  await expect(encode.getByLabel("Password")).toHaveValue("");
  await expect(encode).not.toContainText("AUTH PLAIN");
  await lab.getByRole("tab", { name: "Lab" }).click();
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
});

test("nothing typed here is stored or put into a link", async ({ lab }) => {
  await login("alice", "s3cret");
  await decode.getByRole("textbox").fill("AUTH PLAIN AGJvYgBodW50ZXIy");
  await lab.getByRole("button", { name: "Share", exact: true }).click();
  await lab.getByRole("button", { name: "Close" }).click();
  await lab.reload();
  const kept = await stored(lab);
  for (const secret of ["alice", "s3cret", "AGFsaWNl", "AGJvYgBodW50ZXIy", "hunter2"]) {
    expect(kept).not.toContain(secret);
  }
});

test("a recipe can be copied, and is shown on demand", async ({ lab, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await login("12345", "it's");
  const recipes = encode.getByRole("region", { name: "The same by a command" });
  await recipes.getByRole("button", { name: "Copy the command" }).click();
  await expect(lab.locator("#notice")).toHaveText("It is in the clipboard.");
  const command = await lab.evaluate(() => navigator.clipboard.readText());
  expect(command).toContain("printf");
  await encode.getByRole("combobox", { name: "Program" }).selectOption("Perl");
  await encode.getByRole("button", { name: "Show what is secret" }).click();
  await expect(encode).toContainText("perl");
});

test("a dialogue is taken apart", async ({ lab }) => {
  await decode.getByRole("textbox").fill(
    "S: 250-AUTH PLAIN\nC: AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz\nS: 535 5.7.8 Error: authentication failed\n",
  );
  await expect(decode.getByRole("heading", { name: "PLAIN" })).toBeVisible();
  await expect(decode.getByRole("list", { name: "Fields" })).toContainText("authcid");
  await expect(decode).toContainText("The server's decision: 535");
  await expectAccessible(lab);
  await decode.getByRole("button", { name: "Clear" }).click();
  await expect(decode.getByRole("textbox")).toHaveValue("");
});

test("the HOWTO's string whose NULs got lost is named, proven and repaired", async ({ lab }) => {
  await decode.getByRole("textbox").fill("AUTH PLAIN dGVzdHRlc3R0ZXN0cGFzcw==");
  const faults = decode.getByRole("list", { name: "What is wrong" });
  await expect(faults).toContainText("no NUL is there");
  await expectAccessible(lab);
});

test("what is wrong is marked in the octets and in the pasted text", async ({ lab }) => {
  // printf 'test\\0testpass': one NUL, the fifth octet, carried by characters 6 and 7.
  await decode.getByRole("textbox").fill("AUTH PLAIN dGVzdAB0ZXN0cGFzcw==");
  const faults = decode.getByRole("list", { name: "What is wrong" });
  await expect(faults.locator("mark")).toHaveText(["AB"]);
  const groups = decode.getByRole("img", { name: "Octets, group by group" });
  await expect(groups.locator("code:nth-child(2) .wrong")).toHaveText(["00"]);
  await expect(groups.locator(".wrong")).toHaveCount(3);
  await expectAccessible(lab);
});

test("a session that logs in is there as a command", async ({ lab, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await login("test", "it's");
  const session = encode.getByRole("region", { name: "A whole session that logs in" });
  await session.getByRole("combobox", { name: "Connection" }).selectOption("TLS on port 465");
  await session.getByRole("button", { name: "Copy the command" }).click();
  await expect(lab.locator("#notice")).toHaveText("It is in the clipboard.");
  const swaks = await lab.evaluate(() => navigator.clipboard.readText());
  expect(swaks).toContain("--port 465 --tls-on-connect");
  await session.getByRole("combobox", { name: "Session with" }).selectOption("telnet");
  await expect(session).not.toContainText("AUTH PLAIN");
  await session.getByRole("combobox", { name: "Connection" }).selectOption("in clear on port 25");
  await encode.getByRole("button", { name: "Show what is secret" }).click();
  // printf '\\0test\\0it'\\''s' | base64
  await expect(session).toContainText("AUTH PLAIN AHRlc3QAaXQncw==");
  await expectAccessible(lab);
});

test("a line too many in what was encoded is proven by a server", async () => {
  // printf '\\0test\\0testpass\n'
  await decode.getByRole("textbox").fill("AUTH PLAIN AHRlc3QAdGVzdHBhc3MK");
  const faults = decode.getByRole("list", { name: "What is wrong" });
  await expect(faults).toContainText("an end of line was encoded too");
  await expect(faults).toContainText("535 5.7.8 Error: authentication failed");
  await expect(faults).toContainText("235 2.7.0 Authentication successful");
  await expect(faults.getByRole("button", { name: "Copy the repaired lines" })).toBeVisible();
});

for (const [what, text, said] of [
  ["no Base64 at all", "Grüße!", "there is no AUTH command in it"],
  ["a lone surrogate and a NUL", "\uD800\0", "there is no AUTH command in it"],
  ["ten megabytes", "x".repeat(10_000_000), "its first line is longer than any of an exchange"],
] as const) {
  test(`${what} gets a clear message`, async () => {
    const field = decode.getByRole("textbox");
    await field.evaluate((element, value) => {
      const input = element as HTMLTextAreaElement;
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, text);
    await expect(decode.getByRole("status")).toContainText(said);
  });
}
