// The page opens, is whole, and is quiet afterwards.

import { pathToFileURL } from "node:url";
import { expectAccessible } from "./fixtures/axe";
import { expect, started, test } from "./fixtures/test";
import { Laboratory } from "./specs/laboratory";

const REGIONS = ["Server", "Session", "Consequences"];
const SCHEMES = ["dark", "light"] as const;
const SCREENS = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
];

test("has its three regions", async ({ lab }) => {
  for (const name of REGIONS) {
    await expect(lab.getByRole("region", { name, exact: true })).toBeVisible();
  }
});

test("paints the regions before any wasm has arrived", async ({ page }) => {
  // The route is never answered: the page has to do without.
  await page.route("**/*.bin", () => {});
  await page.goto("./", { waitUntil: "commit" });
  for (const name of REGIONS) {
    await expect(page.getByRole("region", { name, exact: true })).toBeVisible();
  }
});

test("asks for nothing once it has started", async ({ lab, watched }) => {
  await lab.waitForLoadState("networkidle");
  const loaded = watched.requests.length;
  await lab.emulateMedia({ colorScheme: "dark" });
  await lab.keyboard.press("Tab");
  await lab.waitForLoadState("networkidle");
  expect(watched.requests.slice(loaded)).toEqual([]);
});

test("lets no script send anything once it has started", async ({ lab, watched }) => {
  const outcome = await lab.evaluate(() => fetch("./").then(() => "sent", () => "refused"));
  expect(outcome).toBe("refused");
  // The refusal itself is reported on the console, and is wanted.
  expect(watched.errors.splice(0).join("\n")).toContain("connect-src 'none'");
});

test("opens from one file, without a server", async ({ page, watched }) => {
  const file = process.env.SASLAB_SINGLE_FILE;
  test.skip(file === undefined, "run by hand beside `cargo xtask serve`");
  await page.goto(pathToFileURL(file ?? "").href);
  await started(page);
  for (const name of REGIONS) {
    await expect(page.getByRole("region", { name, exact: true })).toBeVisible();
  }
  // The editor is in it, too, and knows what the core knows.
  const lab = new Laboratory(page);
  await lab.writeConfig("smtpd_sasl_auth_enabel = yes\n");
  await lab.show("main.cf");
  await expect(lab.mainCf.locator(".cm-line")).toContainText(["smtpd_sasl_auth_enabel = yes"]);
  await expect(page.getByRole("list", { name: "Remarks on main.cf" })).toContainText("smtpd_sasl_auth_enable");
  // What the file carries itself, the script of its worker among it, is no request.
  const requests = watched.requests.filter((url) => !/^(data|blob):/.test(url));
  expect(requests).toHaveLength(1);
});

for (const colorScheme of SCHEMES) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("axe finds nothing", async ({ lab }) => {
      await expectAccessible(lab);
    });

    for (const viewport of SCREENS) {
      const { width, height } = viewport;
      test(`needs no sideways scrolling at ${width}x${height}`, async ({ lab }) => {
        await lab.setViewportSize(viewport);
        await lab.screenshot({ path: `results/screens/${width}x${height}-${colorScheme}.png` });
        const overflow = await lab.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect(overflow).toBe(0);
      });
    }
  });
}
