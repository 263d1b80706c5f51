// `cargo xtask bench`: how long the page takes, in a browser whose CPU is slowed.

import base from "./playwright.config";

export default { ...base, testMatch: "bench.ts", reporter: "line", workers: 1, timeout: 300_000 };
