// A link holds the work, without secrets; a bad link says so, and the work stays.

import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe";
import { expect, started, test } from "../fixtures/test";
import { HOWTO, Laboratory } from "./laboratory";

const packed = (text: string) => `1${deflateRawSync(text).toString("base64url")}`;

async function sharedLink(lab: Page): Promise<string> {
  await lab.getByRole("button", { name: "Share", exact: true }).click();
  return lab.getByRole("dialog", { name: "Share" }).getByRole("textbox", { name: "Link" }).inputValue();
}

/** The text in a link, unpacked by another program than the page's. */
function inside(link: string): string {
  const data = link.split("&s=1")[1] ?? "";
  return inflateRawSync(Buffer.from(data, "base64url")).toString();
}

async function opened(lab: Page, fragment: string): Promise<void> {
  await lab.goto("about:blank");
  await lab.goto(`./${fragment}`);
  await started(lab);
}

const notice = (lab: Page) => lab.locator("#notice");

test("a link opens the same line of the same session elsewhere", async ({ lab, browser }) => {
  const page = new Laboratory(lab);
  await page.release.selectOption("2.3.19");
  await page.writeConfig(HOWTO);
  await page.client().selectOption({ label: "dialup 198.51.100.7" });
  await page.script().selectOption({ label: "log in, then relay" });
  await page.button("Step").click();
  await page.button("Step").click();
  const link = await sharedLink(lab);
  expect(link.length).toBeLessThanOrEqual(2_000);
  await expectAccessible(lab);
  const context = await browser.newContext();
  const elsewhere = await context.newPage();
  await elsewhere.goto(link);
  await started(elsewhere);
  const other = new Laboratory(elsewhere);
  await expect(notice(elsewhere)).toContainText("Opened from the link.");
  await other.expectConfig(HOWTO);
  await expect(other.release).toHaveValue("2.3.19");
  await expect(other.client()).toHaveValue("dialup 198.51.100.7");
  expect(await other.serverLines()).toEqual(await page.serverLines());
  await expect(elsewhere).toHaveURL(/#lab$/);
  await context.close();
});

test("the dialog says what is in the link and what is not", async ({ lab }) => {
  await sharedLink(lab);
  const list = (name: string) => lab.getByRole("list", { name, exact: true });
  await expect(list("In the link")).toContainText("main.cf as it stands");
  await expect(list("Not in the link")).toContainText("passwords");
});

test("a login of one's own is not in the link", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  // \0alice\0s3cret
  await page.say("AUTH PLAIN AGFsaWNlAHMzY3JldA==", "NOOP");
  const link = await sharedLink(lab);
  expect(inside(link)).toContain("say=EHLO example.com\nplayed=1");
  expect(inside(link)).not.toContain("AGFsaWNl");
  await expect(lab.getByRole("list", { name: "Not in the link" })).toContainText(
    "the last 2 of the client's lines",
  );
});

test("a link of the first version opens for ever", async ({ lab }) => {
  // Made by zlib elsewhere, of the text `saslab 1`, a release, a main.cf, one line.
  const link =
    "1DcxBCsIwEAXQfU6REwRCQVezFFwIXqAQftovBiYxOLGQ29v1g2cwRfbRfamEUZZwDTG6itLC9pLtUztGyUXLmEl5UL34JVzWZnX0PdkZJPzGO7EhK0-dtLU5w5Tb_fH0cF0xuUv8Aw";
  await opened(lab, `#lab&s=${link}`);
  await expect(new Laboratory(lab).transcript).toContainText("250-AUTH");
  await new Laboratory(lab).expectConfig(
    "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n",
  );
});

test("undo brings back one's own work from before the link", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("broken_sasl_auth_clients").check();
  const text = "saslab 1\nmain.cf=# from a friend\\n";
  await lab.evaluate((hash) => {
    location.hash = hash;
  }, `#lab&s=${packed(text)}`);
  await page.expectConfig("# from a friend\n");
  await page.button("Undo").click();
  await expect(page.toggle("broken_sasl_auth_clients")).toBeChecked();
});

const BAD: [string, string, string][] = [
  ["a link that was cut off", packed("saslab 1\nmain.cf=abcdefghijk\\n").slice(0, -9), "damaged"],
  ["no Base64", "1!!!", "damaged"],
  ["a foreign text", packed("<html>"), "it is none of this laboratory"],
  ["another version of the packing", "2abc", "a later version of this page made it"],
  ["another version of the text", packed("saslab 7\nx=y"), "a later version of this page wrote it"],
  ["a damaged line", packed("saslab 1\nrelease=three"), "its line 2 is damaged"],
  ["nothing", "", "it is none of this laboratory"],
  ["a letter a million times", packed(`saslab 1\nmain.cf=${"a".repeat(9_000_000)}`), "unpacks to more"],
  ["octets that are no text", `1${deflateRawSync(Buffer.from([0xff, 0xfe, 0x80])).toString("base64url")}`, "damaged"],
];

for (const [what, data, why] of BAD) {
  test(`${what} is refused with its reason, and the work stays`, async ({ lab }) => {
    const page = new Laboratory(lab);
    await page.toggle("smtpd_sasl_auth_enable").check();
    await lab.evaluate((hash) => {
      location.hash = hash;
    }, `#lab&s=${data}`);
    await expect(notice(lab)).toContainText(why);
    await expect(notice(lab)).toContainText("Your own work is as it was.");
    await expect(page.toggle("smtpd_sasl_auth_enable")).toBeChecked();
  });
}

test("a clipboard that is refused leaves the link selected", async ({ lab }) => {
  await lab.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
  });
  await sharedLink(lab);
  await lab.getByRole("button", { name: "Copy the link" }).click();
  await expect(notice(lab)).toContainText("The browser refuses its clipboard");
  const selected = await lab.evaluate(() => {
    const field = document.activeElement as HTMLTextAreaElement;
    return field.value.slice(field.selectionStart, field.selectionEnd);
  });
  expect(selected).toContain("&s=1");
});

test("copying says that it was done", async ({ lab, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const link = await sharedLink(lab);
  await lab.getByRole("button", { name: "Copy the link" }).click();
  await expect(notice(lab)).toHaveText("It is in the clipboard.");
  expect(await lab.evaluate(() => navigator.clipboard.readText())).toBe(link);
});

test("a frame for another page shows what the link holds", async ({ lab, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.button("Share").click();
  await page.button("Copy a frame for another page").click();
  await expect(notice(lab)).toHaveText("It is in the clipboard.");
  const frame = await lab.evaluate(() => navigator.clipboard.readText());
  const body = `<!doctype html><html lang="en"><title>x</title><main>${frame}</main></html>`;
  await lab.route("**/around.html", (route) => route.fulfill({ body, contentType: "text/html" }));
  await lab.goto("./around.html");
  const session = lab.frameLocator('iframe[title="saslab"]');
  await expect(session.getByRole("log", { name: "Transcript" })).toContainText("250-AUTH");
  await expect(session.getByRole("region", { name: "Server", exact: true })).toBeHidden();
});
