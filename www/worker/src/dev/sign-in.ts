// Development's sign-in: a page that lists who is there, and sends whoever is chosen back with a token, as a real one would.
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { sameSite } from "../http/guards.ts";
import type { App } from "../http/types.ts";
import type { Account } from "./account.ts";
import type { Development } from "./development.ts";
import { people, seats } from "./seeds.ts";
import { type Words, wordsIn } from "./words.ts";

export interface DevEnv extends Omit<App["Bindings"], "ACCOUNTS"> {
  ACCOUNTS: DurableObjectNamespace<Account>;
  DEVELOPMENT: DurableObjectNamespace<Development>;
}
type Dev = { Bindings: DevEnv; Variables: App["Variables"] };

export const development = (env: DevEnv): DurableObjectStub<Development> => env.DEVELOPMENT.getByName("one");

/** How far the buttons move the clock. */
const spans = { hour: 3_600_000, day: 86_400_000, month: 31 * 86_400_000 };

const policy = "default-src 'none'; style-src 'sha256-STYLE'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

export const signIn = new Hono<Dev>()
  .get("/", async (c) => {
    // Named by the page itself, as an issuer is told whom to expect: nobody has to choose. Another site's link only shows the list.
    const named = c.req.query("person");
    const way = { back: back(c.req.query("return")), state: c.req.query("state") ?? "", language: c.req.query("ui_locales") ?? "" };
    if (named !== undefined && sameSite(c as unknown as Context<App>)) return signed(c, named, way);
    const now = Date.now() + (await development(c.env).offset());
    c.header("content-security-policy", policy.replace("STYLE", await digest(style)));
    return c.html(page(now, way, wordsIn(way.language, c.req.header("accept-language"))));
  })
  .use(async (c, next) => (sameSite(c as unknown as Context<App>) ? next() : c.text("this is only for the site's own pages", 403)))
  .post("/", async (c) => {
    const form = await c.req.formData();
    return signed(c, String(form.get("person")), { back: back(String(form.get("return"))), state: String(form.get("state")), language: "" });
  })
  .post("/clock", async (c) => {
    const form = await c.req.formData();
    const [, ms] = Object.entries(spans).find(([span]) => span === form.get("forward")) ?? [];
    if (ms !== undefined) await development(c.env).forward(ms);
    return c.redirect(`/dev/sign-in?${new URLSearchParams({ return: String(form.get("return")), state: String(form.get("state")), ui_locales: String(form.get("ui_locales") ?? "") })}`, 303);
  });

/** Sends somebody back with a token. */
async function signed(c: Context<Dev>, person: string, way: Way): Promise<Response> {
  const known = Object.hasOwn(people, person) ? people[person] : undefined;
  if (!known) return c.text("nobody is called that", 404);
  const token = await development(c.env).sign(person, known.accounts);
  c.header("cache-control", "no-store");
  // Behind the number sign, which no server is sent and no log keeps.
  return c.redirect(`${way.back}#${new URLSearchParams({ token, state: way.state })}`, 303);
}

/** Only ever a path of this site: a token is sent nowhere else. */
function back(told: string | undefined): string {
  const url = new URL(told ?? "/", "http://site");
  return url.origin === "http://site" ? url.pathname : "/";
}

const style = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; } body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
.notice { padding: 0.5rem 1rem; border: 2px dashed currentcolor; border-radius: 0.5rem; } form { margin: 0; }
table { width: 100%; border-collapse: collapse; } td { padding: 0.375rem 1rem 0.375rem 0; border-top: 1px solid; vertical-align: top; }
button { min-width: 5rem; min-height: 2.75rem; padding: 0.25rem 0.75rem; font: inherit; cursor: pointer; } .clock { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }`;

/** `language`: as an issuer is told it; empty where the page does not say. */
interface Way { back: string; state: string; language: string }

const hidden = ({ back, state, language }: Way) => html`<input type="hidden" name="return" value="${back}" /><input type="hidden" name="state" value="${state}" /><input type="hidden" name="ui_locales" value="${language}" />`;

const page = (now: number, way: Way, { signIn: words, owner, lang }: Words) => html`<!doctype html>
<html lang="${lang}">
  <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>${words.title}</title><link rel="icon" href="data:," /><style>${style}</style></head>
  <body>
    <main>
      <h1>${words.title}</h1>
      <p class="notice">${words.what}</p>
      <form method="post" action="/dev/sign-in">
        ${hidden(way)}
        <table>${Object.entries(people).map(([id, { label }]) => html`<tr>
          <td><button name="person" value="${id}">${label}</button></td>
          <td>${seats.filter(({ person }) => person === id).map(({ account, role, shows }) => html`<div><strong>${account}</strong>, ${role === "owner" ? owner : role.replaceAll("_", " ")}: ${shows[lang]}</div>`)}</td>
        </tr>`)}</table>
      </form>
      <h2>${words.clock}</h2>
      <form method="post" action="/dev/sign-in/clock" class="clock">
        ${hidden(way)}
        <span>${words.now(new Date(now).toISOString().slice(0, 16).replace("T", ", "))}</span>
        ${(["hour", "day", "month"] as const).map((span) => html`<button name="forward" value="${span}">${words.spans[span]}</button>`)}
      </form>
    </main>
  </body>
</html>`;

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes));
}
