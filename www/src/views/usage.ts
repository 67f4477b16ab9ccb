// Usage: what was spent, over time, by whom and from where; as a chart, and as a file with all of it.
import { type TemplateResult, html, nothing } from "lit";
import type { Entry, Ms, UsageRow, Wallet } from "bursar";
import * as api from "../api.ts";
import type { App } from "../app.ts";
import { csv } from "../csv.ts";
import { download } from "../download.ts";
import type { Usage } from "../usage.ts";
import { pills } from "./fields.ts";
import { missed } from "./missed.ts";

export function usage(app: App): TemplateResult {
  const { words: { usage: words, elements }, seen, rules, bursar, locale, usage: { chart, kept }, say } = app;
  if (!seen?.may("viewUsage")) return html`<h1>${words.title}</h1><p class="quiet">${words.hidden}</p>`;
  const per = (["hour", "day", "month"] as const).map((value): [typeof value, string] => [value, words[value]]);
  const stack = (["model", "member"] as const).map((value): [typeof value, string] => [value, elements.usage.what[value]]);
  const { list, all } = kept.found ?? {};
  return html`
    <div class="head"><h1>${words.title}</h1><div class="row">
      ${pills("per", html`<legend class="away">${words.per}</legend>`, per, chart.per, (value) => { app.usage.chart = { ...chart, per: value }; app.draw(); })}
      ${pills("stack", html`<legend class="away">${words.stack}</legend>`, stack, chart.stack, (value) => { app.usage.chart = { ...chart, stack: value }; app.draw(); })}
    </div></div>
    <section class="card tall">
      <div class="head whose">${whose(app)}<button class="button" type="button" @click=${() => void file(app)}>${words.csv}</button></div>
      <bursar-usage .bursar=${bursar} .rules=${rules} .view=${seen.view} .entries=${chosen(app, list)} .now=${seen.now} .per=${chart.per} .stack=${chart.stack} .words=${elements} .locale=${locale}></bursar-usage>
      ${kept.missed ? missed(app, () => app.usage.look()) : nothing}
      ${list && all === false ? html`<p class="quiet small">${words.latest(list.length, say)}</p>` : nothing}</section>`;
}

/** Where there are members or teams one of them can be chosen. */
function whose(app: App): TemplateResult | typeof nothing {
  const { words: { usage: words }, seen, usage: { kept, of }, say } = app;
  const { members = {}, teams = {} } = seen?.view ?? {};
  const people = [...new Set([...Object.keys(members), ...(kept.found?.list ?? []).flatMap(({ by }) => (by === undefined ? [] : [by]))])];
  // What was spent from a team that is gone is still there to be looked at.
  const wallets = [...new Set([...Object.keys(teams).map((id): Wallet => `team:${id}`), ...(kept.found?.list ?? []).map(({ wallet }) => wallet), ...(of.wallet === undefined ? [] : [of.wallet])])].filter((wallet) => wallet !== "bank");
  if (!seen?.view.members && wallets.length === 0) return nothing;
  const chosen = of.member === undefined ? (of.wallet ?? "") : `member:${of.member}`;
  const choose = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement)) return;
    const wallet = wallets.find((one) => one === target.value);
    app.usage.of = wallet !== undefined ? { wallet } : target.value === "" ? {} : { member: target.value.slice("member:".length) };
    app.draw();
  };
  return html`<label class="of">${words.of} <select @change=${choose}><option value="" .selected=${chosen === ""}>${words.whole}</option>
    ${wallets.map((wallet) => html`<option value=${wallet} .selected=${wallet === chosen}>${words.team(say.wallet(wallet))}</option>`)}
    ${people.map((id) => html`<option value=${`member:${id}`} .selected=${`member:${id}` === chosen}>${id}</option>`)}</select></label>`;
}

/** The same list as long as nothing changes, so that it is not drawn anew at each look. */
const chosen = (() => {
  let last: { list: Entry[] | undefined; member: string | undefined; wallet: string | undefined; found: Entry[] | undefined } | undefined;
  return ({ usage: { of: { member, wallet } } }: App, list: Entry[] | undefined): Entry[] | undefined => {
    if (last?.list !== list || last?.member !== member || last?.wallet !== wallet) {
      last = { list, member, wallet, found: list?.filter((entry) => (member === undefined || entry.by === member) && (wallet === undefined || entry.wallet === wallet)) };
    }
    return last?.found;
  };
})();

/** All that was spent, as the worker adds it up: by the columns that are shown, member, model and wallet. */
async function file(app: App): Promise<void> {
  const { words: { usage: words, sending }, seen, usage: { of: { member, wallet }, chart: { per } }, say } = app;
  if (!seen) return;
  const told = await api.usage(seen.account, [per, "member", "model", "wallet"]);
  if (told.kind !== "told") {
    app.notice = { text: told.kind === "unanswered" ? app.words.missed.what : told.kind === "problem" && told.status === 422 ? words.tooMany : sending.notTaken(told.kind === "problem" ? told.message : app.help.why(told.refused)), bad: true };
    return app.draw();
  }
  const { columns } = words;
  const rows = told.answer.rows.filter(({ key }) => (member === undefined || key["member"] === member) && (wallet === undefined || key["wallet"] === wallet));
  const line = ({ key, spent, refunded, count }: UsageRow): (string | number)[] => {
    const model = String(key["model"] ?? "");
    return [begins(per, Number(key[per])), String(key["member"] ?? ""), model, model === "" ? "" : say.model(model), walletOf(app, key["wallet"] as Wallet), spent, refunded, count];
  };
  const name = ["usage", seen.account, member ?? wallet?.replace(":", "-")].filter((part) => part !== undefined).join("-").replace(/[^\w.-]/g, "_");
  download(`${name}.csv`, csv([[`${words[per]} (UTC)`, columns.member, columns.model, columns.name, columns.wallet, columns.spent, columns.refunded, columns.count], ...rows.map(line)], say.locale));
}

/** Hours, days and months are UTC's: as a spreadsheet takes them, as far as they say something. */
const begins = (per: Usage["chart"]["per"], at: Ms): string => new Date(at).toISOString().replace("T", " ").slice(0, { hour: 16, day: 10, month: 7 }[per]);

/** A team's name as it was written: a file has no use for what fences names in on a page. */
const walletOf = ({ say }: App, wallet: Wallet): string => say.wallet(wallet).replace(/[\u2068\u2069]/g, "");
