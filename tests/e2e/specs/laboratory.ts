// The laboratory by role and name, so that the specs read as what a learner does.

import { expect, type Locator, type Page } from "@playwright/test";

export class Laboratory {
  readonly server: Locator;
  readonly session: Locator;
  readonly consequences: Locator;
  readonly transcript: Locator;
  readonly mainCf: Locator;
  readonly command: Locator;
  readonly release: Locator;
  readonly relay: Locator;
  readonly why: Locator;

  constructor(readonly page: Page) {
    const region = (name: string) => page.getByRole("region", { name, exact: true });
    this.server = region("Server");
    this.session = region("Session");
    this.consequences = region("Consequences");
    this.transcript = page.getByRole("log", { name: "Transcript" });
    this.mainCf = page.getByRole("textbox", { name: "main.cf", exact: true });
    this.command = page.getByRole("textbox", { name: "SMTP command" });
    this.release = page.getByRole("combobox", { name: "Postfix release" });
    this.why = region("Why");
    this.relay = page.getByRole("table", { name: "Who can relay" });
  }

  toggle(name: string): Locator {
    return this.page.getByRole("switch", { name, exact: true });
  }

  /** Goes to a view of the Server region. */
  async show(view: string): Promise<void> {
    await this.server.getByRole("tab", { name: view, exact: true }).click();
  }

  /** Puts a text in place of main.cf, by a paste, and goes back to the switches. */
  async writeConfig(text: string): Promise<void> {
    await this.show("main.cf");
    await this.mainCf.press("ControlOrMeta+a");
    if (text === "") await this.mainCf.press("Delete");
    else await this.mainCf.evaluate(paste, text);
    await this.show("Switches");
  }

  /** Adds lines at the end of main.cf. */
  async addConfig(lines: string): Promise<void> {
    const text = await this.config();
    await this.writeConfig(`${text.trimEnd()}\n${lines}\n`);
  }

  /** main.cf as it stands in the editor; only as far as it is in sight if it is long. */
  async config(): Promise<string> {
    await this.show("main.cf");
    const lines = await this.mainCf.locator(".cm-line").allTextContents();
    await this.show("Switches");
    return lines.join("\n");
  }

  async expectConfig(text: string | RegExp): Promise<void> {
    const poll = expect.poll(() => this.config());
    await (text instanceof RegExp ? poll.toMatch(text) : poll.toBe(text));
  }

  /** The whole of main.cf, as it is exported. */
  async exported(): Promise<string> {
    await this.button("Export…").click();
    const dialog = this.page.getByRole("dialog", { name: "Export" });
    const text = await dialog.getByRole("textbox", { name: "Exported" }).inputValue();
    await dialog.getByRole("button", { name: "Close" }).click();
    return text;
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  client(): Locator {
    return this.session.getByRole("combobox", { name: "Client" });
  }

  script(): Locator {
    return this.session.getByRole("combobox", { name: "Says" });
  }

  /** A line of the dialogue that says exactly this. */
  line(text: string): Locator {
    return this.transcript
      .getByRole("listitem")
      .filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** What the server says, line by line, as it would stand on the wire. */
  async serverLines(): Promise<string[]> {
    const lines = await this.transcript.getByRole("listitem").allInnerTexts();
    return lines.map(said).filter((line) => line !== undefined);
  }

  /** Types lines at the prompt, each ended by Enter. */
  async say(...lines: string[]): Promise<void> {
    for (const line of lines) {
      await this.command.fill(line);
      await this.command.press("Enter");
    }
  }
}

/** What a browser does at Ctrl+V. */
export function paste(field: HTMLElement | SVGElement, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}

/** The text of a server's line without its sign, mark and button. */
function said(item: string): string | undefined {
  const match = /^S\s*Server:\s*(.*)/i.exec(item);
  return match?.[1]?.trim();
}

/** What is before the HOWTO's first step, with a change at its end. */
export const HOWTO = [
  "compatibility_level = 3.6",
  "myhostname = mail.example.com",
  "mydestination = $myhostname, localhost, example.com",
  "mynetworks = 127.0.0.0/8, 192.0.2.0/24",
  "smtpd_sasl_auth_enable = yes",
  "smtpd_sasl_security_options = noanonymous",
  "smtpd_sasl_local_domain = $myhostname",
  "broken_sasl_auth_clients = yes",
  "smtpd_recipient_restrictions =",
  "    permit_sasl_authenticated,",
  "    permit_mynetworks,",
  "    check_relay_domains",
  "",
].join("\n");

/** Five seconds to the first insight: a page, a switch, a line. */
export async function firstInteraction(page: Page): Promise<void> {
  const lab = new Laboratory(page);
  await page.waitForFunction(() => performance.getEntriesByName("saslab-usable").length > 0);
  await lab.toggle("smtpd_sasl_auth_enable").check();
  await expect(lab.transcript).toContainText("250-AUTH");
}
