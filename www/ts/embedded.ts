// In the one-file edition, in place of `code/code.ts`: the editor of main.cf out of the page
// itself (`build/single-file.ts` puts it there, and its hash into the policy).

import * as core from "../pkg/saslab.js";
import * as port from "./port";
import { embedded } from "./wasm";

const script = document.createElement("script");
script.textContent = await embedded("code", "text/javascript").text();
Object.assign(globalThis, { saslabPage: { ...core, ...port } });
document.head.append(script);
