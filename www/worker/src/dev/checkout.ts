// The page of development's checkout, at which nobody pays: it says so, and its button is taken for the payment.
import { Hono } from "hono";
import { html } from "hono/html";
import { fromProvider } from "../money/amounts.ts";
import { money } from "../receipts/words.ts";
import { problem } from "../http/problems.ts";
import type { DevEnv as Base } from "./sign-in.ts";
import type { TestProvider } from "./test-provider.ts";
import { wordsIn } from "./words.ts";

interface DevEnv extends Omit<Base, "TEST_PROVIDER"> { TEST_PROVIDER: DurableObjectNamespace<TestProvider> }

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#111;background:#fff}
.test{border:2px solid #b00;color:#b00;padding:.5rem 1rem;font-weight:600}button,a{font:inherit;display:inline-block;padding:.6rem 1.2rem;margin-right:.5rem}`;

const provider = (env: DevEnv) => env.TEST_PROVIDER.getByName("one");

export const checkout = new Hono<{ Bindings: DevEnv }>()
  .get("/:session", async (c) => {
    const shown = await provider(c.env).checkout(c.req.param("session"));
    if (!shown) return problem(c, 404, "not_found", "there is no such checkout");
    const { label, quantity, amount, currency, status, cancel } = shown;
    const { checkout: words, lang } = wordsIn(c.req.header("accept-language"));
    const total = money(fromProvider(amount, currency), lang);
    const form = html`<form method="post"><button>${words.pay(total)}</button><a href="${cancel}">${words.cancel}</a></form>`;
    c.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");
    return c.html(html`<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title}</title><style>${style}</style></head><body><main><h1>${words.title}</h1>
<p class="test">${words.test}</p><p>${quantity === 1 ? label : `${quantity} × ${label}`}: <strong>${total}</strong></p>
${status === "open" ? form : html`<p>${words.over(status)}</p>`}</main></body></html>`);
  })
  .post("/:session", async (c) => {
    const next = await provider(c.env).pay(c.req.param("session"));
    return next === undefined ? problem(c, 404, "not_found", "there is no such checkout, or it can no longer be paid") : c.redirect(next, 303);
  });
