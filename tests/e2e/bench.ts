// From a switch to the updated page (DESIGN section 6), with the CPU slowed 4×: script,
// style and layout, from the click to the last change that it brought about in what the
// server says or in who can relay. Waiting for the screen's next frame is not in it.

import { writeFileSync } from "node:fs";
import { type Locator, test } from "@playwright/test";
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

/** What the browser takes for the same changes by themselves: those of two toggles are
 * written down, and made again by a script that has nothing to work out. */
async function changesAlone(control: Locator, times: number): Promise<number[]> {
  return control.evaluate(async (element: HTMLElement, times) => {
    const quiet = () => new Promise((done) => setTimeout(done, 120));
    const again = ({ type, target, attributeName, addedNodes, removedNodes, nextSibling }: MutationRecord) => {
      if (target instanceof Text) {
        const { data } = target;
        return () => void (target.data = data);
      }
      const [changed, name] = [target as Element, attributeName ?? ""];
      if (type === "attributes") {
        const value = changed.getAttribute(name);
        return () => (value === null ? changed.removeAttribute(name) : changed.setAttribute(name, value));
      }
      const [added, removed] = [[...addedNodes], [...removedNodes]];
      return () => {
        for (const node of removed) node.parentNode?.removeChild(node);
        for (const node of added) changed.insertBefore(node, nextSibling);
      };
    };
    const record = async () => {
      const changes: (() => void)[] = [];
      const observer = new MutationObserver((mutations) => {
        // What follows after the paint is not counted of a toggle, either.
        if (!changes.length) changes.push(...mutations.map(again));
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      element.click();
      await quiet();
      observer.disconnect();
      return changes;
    };
    const toggles = [await record(), await record()];
    const all: number[] = [];
    for (let time = 0; time < times; time += 1) {
      await quiet();
      const start = performance.now();
      for (const change of toggles[time % 2]!) change();
      document.body.getBoundingClientRect();
      all.push(performance.now() - start);
    }
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
  await measure("without being pointed at", UNFORESEEN);
  // Whoever presses a switch is on it before: the page looks ahead from there.
  await control.hover();
  await measure("pointed at", TOGGLES);
  text.push(figures("the same changes by themselves, style and layout included", await changesAlone(control, UNFORESEEN)));
  writeFileSync(process.env.SASLAB_FIGURES ?? "", text.join(""));
});
