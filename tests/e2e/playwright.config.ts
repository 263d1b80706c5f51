// `cargo xtask test` builds the page, serves it and sets the variables. By hand, beside
// a running `cargo xtask serve`: `SASLAB_CHROMIUM=$(which chromium) npx playwright test`.

import { defineConfig } from "@playwright/test";

const { SASLAB_URL = "http://127.0.0.1:8080/", SASLAB_CHROMIUM } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "results/failures",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Two cores, shared with Chromium itself: slow is not broken.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "results/report.json" }]],
  use: {
    baseURL: SASLAB_URL,
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: SASLAB_CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
