// From a switch to the updated page (DESIGN section 6), with the CPU slowed 4×: script,
// style and layout, from the click to the last change that it brought about in what the
// server says or in who can relay. Waiting for the screen's next frame is not in it.

import { writeFileSync } from "node:fs";
import { type Locator, type Page, test } from "@playwright/test";
import { started } from "./fixtures/test";
import { Laboratory } from "./specs/laboratory";

const SLOWED = 4;
const WARM_UP = 10;
const TOGGLES = 200;
const UNFORESEEN = 60;

/** What is watched: server and session, and who can relay. Both are drawn in one frame. */
const WATCHED = ".server, .session, .relay:not(.mechanisms), .change";

/** Milliseconds from the click to the last change, one per toggle. */
async function toggle(control: Locator, times: number): Promise<number[]> {
  return control.evaluate(
    async (element: HTMLElement, { times, watched }) => {
      const quiet = () => new Promise((done) => setTimeout(done, 120));
      const all: number[] = [];
      for (let time = 0; time < times; time += 1) {
        let last: number | undefined;
        let start = 0;
        const observer = new MutationObserver((mutations) => {
          document.body.getBoundingClientRect();
          const now = performance.now() - start;
          const concerned = mutations.some(({ target }) =>
            (target instanceof Element ? target : target.parentElement)?.closest(watched),
          );
          if (concerned) last = now;
        });
        const everything = { subtree: true, childList: true, characterData: true, attributes: true };
        observer.observe(document.body, everything);
        await quiet();
        last = undefined;
        start = performance.now();
        element.click();
        await quiet();
        observer.disconnect();
        if (last !== undefined) all.push(last);
      }
      return all;
    },
    { times, watched: WATCHED },
  );
}

/** What the browser takes for one word of the same page that becomes another. */
async function oneWord(page: Page, times: number): Promise<number[]> {
  return page.locator(".server .note").first().evaluate(async (note, times) => {
    const word = document.createTreeWalker(note, NodeFilter.SHOW_TEXT).nextNode() as Text;
    const [before, all] = [word.data, [] as number[]];
    for (let time = 0; time < times; time += 1) {
      await new Promise((done) => setTimeout(done, 240));
      const start = performance.now();
      word.data = time % 2 ? before : "other";
      document.body.getBoundingClientRect();
      all.push(performance.now() - start);
    }
    word.data = before;
    return all;
  }, times);
}

function figures(how: string, times: number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  const ms = (value: number | undefined) => (value ?? Number.NaN).toFixed(1);
  const name = `${how}, CPU slowed ${SLOWED}×`;
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
    text.push(figures(`toggle to updated page, ${how}`, await toggle(control, count)));
  };
  text.push(figures("one word of the page, style and layout alone", await oneWord(page, UNFORESEEN)));
  await measure("without being pointed at", UNFORESEEN);
  // Whoever presses a switch is on it before: the page looks ahead from there.
  await control.hover();
  await measure("pointed at", TOGGLES);
  writeFileSync(process.env.SASLAB_FIGURES ?? "", text.join(""));
});
