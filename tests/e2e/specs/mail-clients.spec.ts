// A mail client in the place of the learner: what it says, and why.

import { expectAccessible } from "../fixtures/axe";
import { expect, started, test } from "../fixtures/test";
import { Laboratory } from "./laboratory";

let page: Laboratory;

test.beforeEach(async ({ lab }) => {
  page = new Laboratory(lab);
});

const uses = () => page.session.getByRole("combobox", { name: "Uses" });
const tls = () => page.session.getByRole("combobox", { name: "TLS" });

test("a mail client says why it goes, and logs in once it can", async ({ lab }) => {
  await uses().selectOption({ label: "Thunderbird" });
  await expect(page.transcript).toContainText("it sees no AUTH that it understands: it cannot log in");
  await page.toggle("smtpd_sasl_auth_enable").check();
  await expect(page.transcript).toContainText("the first that is offered of its own order, PLAIN, LOGIN");
  await expect(page.line("235 2.7.0 Authentication successful")).toBeVisible();
  await expect(page.transcript).toContainText("The mail client: it has logged in with PLAIN");
  await expectAccessible(lab);
});

test("Outlook Express 4 needs broken_sasl_auth_clients", async () => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await uses().selectOption({ label: "Outlook Express 4" });
  await expect(page.transcript).toContainText("it cannot log in");
  await page.toggle("broken_sasl_auth_clients").check();
  await expect(page.transcript).toContainText("it has logged in with LOGIN");
});

test("STARTTLS when the user says so, and never when somebody takes it away", async () => {
  const more = "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n";
  await page.addConfig(`smtpd_sasl_auth_enable = yes\n${more}`);
  await uses().selectOption({ label: "NeoMutt" });
  await expect(page.transcript).toContainText("it begins TLS, because the server offers it");
  await tls().selectOption({ label: "none" });
  await expect(page.transcript).not.toContainText("STARTTLS: ");
  await expect(page.session).toContainText("in clear");
  await uses().selectOption({ label: "Thunderbird" });
  await expect(page.session).toContainText("in clear");
  await tls().selectOption({ label: "STARTTLS" });
  await expect(page.transcript).toContainText("it begins TLS, because the user has said so");
  await expect(page.session).toContainText("inside TLS");
});

test("its session is stepped through, forked, and comes back after a reload", async ({ lab }) => {
  await page.toggle("smtpd_sasl_auth_enable").check();
  await uses().selectOption({ label: "PHPMailer" });
  await expect(page.transcript).toContainText("it has logged in with CRAM-MD5");
  await lab.waitForTimeout(600);
  await lab.reload();
  await started(lab);
  await expect(uses()).toHaveValue("PHPMailer");
  await expect(page.transcript).toContainText("it has logged in with CRAM-MD5");
  await page.button("Step back").click();
  await expect(page.transcript).not.toContainText("it has logged in with CRAM-MD5");
  await page.say("*");
  await expect(page.transcript).toContainText("501 5.7.0");
  await expect(uses()).toHaveValue("a terminal");
  await page.button("Undo").click();
  await expect(uses()).toHaveValue("PHPMailer");
});
