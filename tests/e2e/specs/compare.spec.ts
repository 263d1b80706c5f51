// Two benches side by side, and each difference with its cause.

import { expectAccessible } from "../fixtures/axe";
import { expect, test } from "../fixtures/test";

test.beforeEach(async ({ lab }) => {
  await lab.getByRole("tab", { name: "Compare" }).click();
});

test("the HOWTO's last server beside its first", async ({ lab }) => {
  const table = lab.getByRole("table", { name: "Sessions compared" });
  const auth = table.getByRole("row").filter({ hasText: "250-AUTH PLAIN" });
  await expect(auth).toContainText("only here");
  await expect(auth).toContainText("smtpd_sasl_auth_enable = yes");
  await expect(table.getByRole("row").filter({ hasText: "250-PIPELINING" })).not.toContainText("here");
  await expect(lab.getByRole("tabpanel").getByRole("status")).toContainText("lines differ.");
  await expectAccessible(lab);
});

test("equal benches say the same", async ({ lab }) => {
  await lab.getByRole("combobox", { name: "Other main.cf" }).selectOption("as in the Lab");
  await expect(lab.getByRole("tabpanel").getByRole("status")).toHaveText("Both say the same.");
});

test("two releases, and two clients", async ({ lab }) => {
  await lab.getByRole("combobox", { name: "Other main.cf" }).selectOption("as in the Lab");
  await lab.getByRole("combobox", { name: "Other release" }).selectOption("1.1.7");
  const table = lab.getByRole("table", { name: "Sessions compared" });
  await expect(table.getByRole("row").filter({ hasText: "ENHANCEDSTATUSCODES" })).toContainText("only here");
  await lab.getByRole("combobox", { name: "Other release" }).selectOption("as in the Lab");
  await lab.getByRole("tab", { name: "Lab" }).click();
  await lab.getByRole("combobox", { name: "Says" }).selectOption("relay without a login");
  await lab.getByRole("tab", { name: "Compare" }).click();
  await lab.getByRole("combobox", { name: "Other client" }).selectOption("LAN laptop 192.0.2.77");
  const answer = table.getByRole("row").filter({ hasText: "Relay access denied" });
  await expect(answer).toContainText("250 2.1.5 Ok");
  await expect(answer).toContainText("defer_unauth_destination");
});

test("a server that does not start says so", async ({ lab }) => {
  await lab.getByText("Write the other main.cf").click();
  await lab.getByRole("textbox", { name: "other main.cf" }).fill("smtpd_sasl_auth_enable = maybe\n");
  await expect(lab.getByRole("tabpanel")).toContainText("The other server does not start");
  await expect(lab.getByRole("combobox", { name: "Other main.cf" })).toHaveValue("a text of its own");
});

test("what is compared can be read in full, whatever the width", async ({ lab }) => {
  for (const width of [768, 1280, 2560]) {
    await lab.setViewportSize({ width, height: 900 });
    for (const name of ["Other main.cf", "Other release", "Other client"]) {
      const missing = await lab.getByRole("combobox", { name }).evaluate((select) => {
        const whole = select.cloneNode(true) as HTMLElement;
        whole.style.inlineSize = "max-content";
        select.after(whole);
        const missing = whole.offsetWidth - (select as HTMLElement).offsetWidth;
        whole.remove();
        return missing;
      });
      expect(missing).toBeLessThanOrEqual(0);
    }
  }
});
