// `cargo xtask profile`: one run of the first interaction, with a module that reports.

import base from "./playwright.config";

export default { ...base, testMatch: "profile.ts", reporter: "line" };
