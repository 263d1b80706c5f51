// From a switch to the updated page (DESIGN section 6), with the CPU slowed 4×: script,
// style and layout, from the click to the last change of each region that it brought about.
// Waiting for the screen's next frame is not in it.

import { writeFileSync } from "node:fs";
import { type Locator, test } from "@playwright/test";
import { started } from "./fixtures/test";
import { Laboratory } from "./specs/laboratory";

const SLOWED = 4;
const WARM_UP = 10;
const TOGGLES = 200;
const UNFORESEEN = 60;

/** What is watched: a name, and where it is on the page. */
const WATCHED: Record<string, string> = {
  "server and session": ".server, .session",
  "who can relay": ".relay:not(.mechanisms), .change",
};

/** Milliseconds from the click to the last change of each, once per toggle. */
type Times = Record<string, number[]>;

async function toggle(control: Locator, times: number): Promise<Times> {
  return control.evaluate(
    async (element: HTMLElement, { times, watched }) => {
      const quiet = () => new Promise((done) => setTimeout(done, 120));
      const all: Times = {};
      for (let time = 0; time < times; time += 1) {
        const last: Record<string, number> = {};
        let start = 0;
        const observer = new MutationObserver((mutations) => {
          document.body.getBoundingClientRect();
          const now = performance.now() - start;
          for (const [what, selector] of Object.entries(watched)) {
            const concerned = mutations.some(({ target }) =>
              (target instanceof Element ? target : target.parentElement)?.closest(selector),
            );
            if (concerned) last[what] = now;
          }
        });
        const everything = { subtree: true, childList: true, characterData: true, attributes: true };
        observer.observe(document.body, everything);
        await quiet();
        for (const what of Object.keys(last)) delete last[what];
        start = performance.now();
        element.click();
        await quiet();
        observer.disconnect();
        for (const [what, ms] of Object.entries(last)) (all[what] ??= []).push(ms);
      }
      return all;
    },
    { times, watched: WATCHED },
  );
}

function figures(what: string, times: number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  const ms = (value: number | undefined) => (value ?? Number.NaN).toFixed(1);
  const name = `toggle to ${what}, CPU slowed ${SLOWED}×`;
  return `${name}: median ${ms(at(0.5))} ms, 99th percentile ${ms(at(0.99))} ms (${sorted.length} times)\n`;
}

test("toggle to updated page", async ({ page }) => {
  await page.goto("./");
  await started(page);
  const lab = new Laboratory(page);
  await lab.relay.waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  const control = lab.toggle("smtpd_sasl_auth_enable");
  const text: string[] = [];
  const measure = async (how: string, count: number) => {
    await toggle(control, WARM_UP);
    const times = Object.entries(await toggle(control, count));
    text.push(...times.map(([what, each]) => figures(`${what}, ${how}`, each)));
  };
  await measure("without being pointed at", UNFORESEEN);
  // Whoever presses a switch is on it before: the page looks ahead from there.
  await control.hover();
  await measure("pointed at", TOGGLES);
  writeFileSync(process.env.SASLAB_FIGURES ?? "", text.join(""));
});
