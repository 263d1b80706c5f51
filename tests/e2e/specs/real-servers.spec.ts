// What administrators paste: Dovecot behind the logins, a filter, tables in a database.

import { expect, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

const MAIN_CF = `compatibility_level = 2
myhostname = mail.example.com
mydestination = $myhostname, localhost, example.com
mynetworks = 127.0.0.0/8
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_auth_enable = yes
smtpd_milters = inet:localhost:8891
`;

test("a server with Dovecot and a filter lets its users in, and relays for nobody else", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.writeConfig(MAIN_CF);
  await expect(page.line("250-AUTH PLAIN LOGIN")).toBeVisible();
  await expect(page.server.getByRole("textbox", { name: "auth_mechanisms" })).toHaveValue("PLAIN LOGIN");
  await page.say("AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await expect(page.consequences).toContainText("whoever logs in may relay, and nobody else");
  await expect(page.consequences.getByRole("list", { name: "Findings" })).not.toContainText("no mechanism is left");
});

test("certificates stay at home, and TLS is there all the same", async ({ lab }) => {
  const page = new Laboratory(lab);
  const live = "/etc/letsencrypt/live/mail.example.com";
  await page.writeConfig(
    `${MAIN_CF}smtpd_use_tls = yes\nsmtpd_tls_auth_only = yes\n` +
      `smtpd_tls_cert_file = ${live}/fullchain.pem\nsmtpd_tls_key_file = ${live}/privkey.pem\n` +
      "smtpd_tls_session_cache_database = btree:${data_directory}/smtpd_scache\n" +
      "virtual_mailbox_domains = mysql:/etc/postfix/domains.cf\n",
  );
  await page.say("STARTTLS");
  await expect(page.line("220 2.0.0 Ready to start TLS")).toBeVisible();
  await page.say("EHLO client.example", "AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await expect(page.consequences.getByText(/sessions were tried/)).toBeVisible();
  await expect(page.consequences).not.toContainText("no mechanism is left");
  await expect(page.consequences).toContainText("whoever logs in may relay, and nobody else");
  await page.show("Tables");
  await expect(page.button("Suppose what mysql:/etc/postfix/domains.cf says")).toBeVisible();
  await expect(page.button("Create /smtpd_scache")).toHaveCount(0);
});

test("where a policy service decides, there is a place to suppose what it says", async ({ lab }) => {
  const page = new Laboratory(lab);
  const service = "inet:127.0.0.1:10023";
  await page.writeConfig(
    `${MAIN_CF}smtpd_relay_restrictions = permit_mynetworks, check_policy_service ${service}, reject\n`,
  );
  await expect(page.consequences).toContainText(`Not known: what ${service} says`);
  await page.show("Tables");
  await page.button(`Suppose what ${service} says`).click();
  await page.server.getByRole("textbox", { name: "answer 1" }).fill("DUNNO");
  await expect(page.consequences).toContainText("From outside, nobody may relay.");
});

test("one press leads from what is not known to the answer that is missing", async ({ lab }) => {
  const page = new Laboratory(lab);
  const service = "inet:127.0.0.1:10023";
  const list = `reject_rbl_client dnsbl.example.org, permit_mynetworks, check_policy_service ${service}, reject`;
  await page.writeConfig(`${MAIN_CF}smtpd_relay_restrictions = ${list}\n`);
  const decides = page.consequences.getByRole("paragraph").filter({ hasText: `Not known: what ${service} says` });
  await decides.getByRole("button", { name: "suppose" }).click();
  const answer = page.server.getByRole("textbox", { name: "answer 1" });
  await expect(answer).toBeFocused();
  await expect(page.server.getByRole("textbox", { name: "who is asked 1" })).toHaveValue(service);
  await lab.keyboard.type("OK");
  await expect(page.consequences).toContainText("Open relay");
  // What is supposed already is gone to, and not supposed twice.
  const table = "mysql:/etc/postfix/more.cf";
  const allowed = `check_recipient_access ${table}, reject_unauth_destination`;
  await page.writeConfig(`${MAIN_CF}smtpd_relay_restrictions = ${allowed}\n`);
  const provided = page.consequences.getByRole("listitem").filter({ hasText: `provided it is not so that ${table}` });
  for (const about of ["a@example.org", "b@example.org"]) {
    await provided.getByRole("button", { name: "suppose" }).first().click();
    await expect(page.server.getByRole("textbox", { name: "answer 2" })).toBeFocused();
    await page.server.getByRole("textbox", { name: "key 2" }).fill(about);
    await page.show("Switches");
  }
  await page.show("Tables");
  await expect(page.server.getByRole("textbox", { name: /^answer/ })).toHaveCount(2);
});

test("a line that changes names the setting that was edited", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.server.getByRole("checkbox", { name: "noplaintext" }).check();
  const line = page.transcript.getByRole("listitem").filter({ hasText: "250-AUTH" });
  await expect(line).toContainText("± changed");
  await expect(line).toContainText("smtpd_sasl_security_options = noanonymous, noplaintext");
});

test("whoever logs in, the diagram of states stays as tall as it was", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.writeConfig(`${MAIN_CF.replace(/^smtpd_(sasl_type|sasl_path|milters).*\n/gm, "")}smtpd_sasl_local_domain = $myhostname\n`);
  const states = lab.getByRole("list", { name: "State of the session" });
  const height = async () => (await states.boundingBox())?.height;
  const before = await height();
  await page.say("AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz");
  await expect(states).toContainText("authenticated as test@mail.example.com");
  expect(await height()).toBe(before);
});

test("the name of who has logged in is read in full", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.toggle("smtpd_sasl_auth_enable").check();
  await page.button("Step").click();
  const name = lab.getByText("authenticated as test", { exact: true });
  const hidden = await name.evaluate((one) => one.scrollWidth - one.clientWidth);
  expect(hidden).toBe(0);
});

test("the tabs stay where they are, whichever is chosen", async ({ lab }) => {
  const places = () =>
    lab.getByRole("tablist", { name: "Views", exact: true }).getByRole("tab").evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().x));
  const before = await places();
  await lab.getByRole("tab", { name: "Credentials", exact: true }).click();
  expect(await places()).toEqual(before);
});

test("the way out of a long dialog is in sight", async ({ lab }) => {
  await lab.setViewportSize({ width: 1280, height: 600 });
  await lab.locator("body").press("?");
  await expect(lab.getByRole("button", { name: "Close" })).toBeInViewport({ ratio: 1 });
});

test("long lines of main.cf are read without a sideways scroll", async ({ lab }) => {
  const page = new Laboratory(lab);
  await page.show("main.cf");
  const over = await page.mainCf.evaluate((field) => {
    const scroller = field.parentElement as HTMLElement;
    return scroller.scrollWidth - scroller.clientWidth;
  });
  expect(over).toBeLessThanOrEqual(0);
});

test("what a policy service says is not known, until it is supposed", async ({ lab }) => {
  const page = new Laboratory(lab);
  const list = "permit_sasl_authenticated, check_policy_service unix:private/spf, reject_unauth_destination";
  await page.writeConfig(`${MAIN_CF}smtpd_relay_restrictions = ${list}\n`);
  const cell = page.relay.getByRole("button", { name: /from outsider to any/ });
  await expect(cell).toContainText("not simulated");
  await page.show("Tables");
  await page.button("Suppose what unix:private/spf says").click();
  await expect(cell).toContainText("refused");
});
