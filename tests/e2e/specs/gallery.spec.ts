// Every view, in both themes and four widths: pictured (`results/screenshots`), no wider
// than the screen, with no words covered, and accessible.

import type { Page } from "@playwright/test";
import { expectAccessible } from "../fixtures/axe";
import { expect, started, test } from "../fixtures/test";

/** A phone, a tablet, a laptop, a projector; and how high each is. */
const SCREENS = [
  [360, 740],
  [768, 1024],
  [1280, 800],
  [2560, 1440],
] as const;

const THEMES = ["light", "dark"] as const;

/** The views behind the tabs of the page. */
const VIEWS = ["lab", "lessons", "credentials", "compare"];

/** The tab lists inside the Lab. */
const LISTS = ["Server views", "Session views"];

async function picture(page: Page, name: string, fullPage: boolean): Promise<void> {
  await page.screenshot({ path: `results/screenshots/${name}.png`, fullPage });
}

async function expectNoSideways(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content, "width of the page").toBeLessThanOrEqual(screen ?? 0);
}

/** Words in sight that something else lies on. The log is cut where its panel begins. */
async function expectNothingCovered(page: Page): Promise<void> {
  const covered = await page.locator("main :is(h2, h3, p, label, legend, caption)").evaluateAll((all) => {
    const isCovered = (element: Element) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      const line = [...words.getClientRects()].find(({ width, height }) => width > 1 && height > 1);
      if (!line || element.closest(".transcript, .unseen")) return false;
      return [line.top + 2, line.bottom - 2].some((y) => {
        const top = document.elementFromPoint(line.x + line.width / 2, y);
        return top !== null && !element.contains(top) && !top.contains(element);
      });
    };
    return all.filter(isCovered).map((element) => element.textContent);
  });
  expect(covered, "words that something lies on").toEqual([]);
}

for (const colorScheme of THEMES) {
  for (const view of VIEWS) {
    test(`${view}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(`./#${view}`);
      await started(page);
      for (const [width, height] of SCREENS) {
        await page.setViewportSize({ width, height });
        await expectNoSideways(page);
        await expectNothingCovered(page);
        await picture(page, `${view}-${width}-${colorScheme}`, width < 768);
        await expectAccessible(page);
      }
    });
  }

  test(`what is behind the tabs of the Lab, ${colorScheme}`, async ({ lab }) => {
    await lab.emulateMedia({ colorScheme });
    for (const list of LISTS) {
      const tabs = lab.getByRole("tablist", { name: list }).getByRole("tab");
      for (const tab of await tabs.all()) {
        await tab.click();
        const name = (await tab.innerText()).replaceAll(/\W+/g, "-").toLowerCase();
        await picture(lab, `lab-${name}-${colorScheme}`, false);
        await expectAccessible(lab);
      }
    }
  });
}
