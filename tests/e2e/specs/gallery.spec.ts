// Every view, in both themes and four widths: pictured (`results/screenshots`), no wider
// than the screen, and accessible.

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

for (const colorScheme of THEMES) {
  for (const view of VIEWS) {
    test(`${view}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(`./#${view}`);
      await started(page);
      for (const [width, height] of SCREENS) {
        await page.setViewportSize({ width, height });
        await expectNoSideways(page);
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
