// Defines the elements, each once, however often this is loaded.
import type * as contract from "../elements.js";
import { BursarBalance } from "./balance.ts";
import { BursarElement } from "./base.ts";
import { BursarCost } from "./cost.ts";
import { BursarTopUp } from "./top-up.ts";
import { BursarTransfer } from "./transfer.ts";
import { BursarUsage } from "./usage.ts";

export { BursarBalance, BursarCost, BursarElement, BursarTopUp, BursarTransfer, BursarUsage };
export { say } from "./say.ts";
export { en } from "./words/en.ts";

const elements = {
  "bursar-balance": BursarBalance,
  "bursar-cost": BursarCost,
  "bursar-top-up": BursarTopUp,
  "bursar-transfer": BursarTransfer,
  "bursar-usage": BursarUsage,
};

// A server has no page to define them for: what renders custom elements there leaves them to the browser.
if (globalThis.document !== undefined) {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

/** What is published is what is here: each class has what elements.d.ts says of it. */
elements satisfies { [K in keyof typeof elements]: new () => Omit<HTMLElementTagNameMap[K], keyof HTMLElement> };
({ BursarBalance, BursarCost, BursarTopUp, BursarTransfer, BursarUsage }) satisfies Record<Exclude<keyof typeof contract, "BursarElement" | "en" | "say">, unknown>;
