// Credits: the balance and what it is made of, buying and moving, receipts.
import { type TemplateResult, html, nothing } from "lit";
import type { Receipt } from "../../worker/src/receipts/shapes.ts";
import * as api from "../api.ts";
import type { App } from "../app.ts";
import { dayOf } from "../words/moment.ts";
import { icons } from "./icons.ts";
import { missed } from "./missed.ts";
import { wished } from "./wished.ts";

export function credits(app: App): TemplateResult {
  const { words: { credits: words, elements }, seen, rules, bursar, say, locale } = app;
  if (!seen) return html``;
  const { buys } = app.company;
  const moves = app.company.moves && seen.view.teams !== undefined;
  return html`
    <div class="head"><h1>${words.title}</h1><div class="row">
      ${moves ? html`<button class="button" type="button" @click=${() => app.purse.move()}>${icons.turn}${words.transfer(say)}</button>` : nothing}
      ${buys ? html`<button class="button primary" type="button" @click=${() => app.purse.add()}>${icons.plus}${words.add(say)}</button>` : nothing}
    </div></div>
    ${wished(app, "purchase")}
    <div class="sides">
      <section class="card" aria-labelledby="balance-title"><h2 id="balance-title">${elements.balance.title}</h2>
        <bursar-balance inline quiet .bursar=${bursar} .rules=${rules} .view=${seen.view} .now=${seen.now} .words=${elements} .locale=${locale}></bursar-balance></section>
      <section class="card"><h2>${words.receipts}</h2>${receipts(app)}</section>
    </div>`;
}

function receipts(app: App): TemplateResult | typeof nothing {
  const { words: { credits: words }, seen, say } = app;
  if (!seen?.may("billing")) return html`<p class="quiet">${words.receiptsHidden}</p>`;
  const { kept } = app.receipts;
  const again = kept.missed ? missed(app, () => app.receipts.again()) : nothing;
  if (!kept.found) return again;
  const { list, next } = kept.found;
  if (list.length === 0) return html`<p class="quiet">${words.none}</p>${again}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.receipts}><table>
      <thead><tr><th scope="col">${words.number}</th><th scope="col">${words.date}</th><th scope="col">${words.what}</th><th scope="col" class="number">${words.credits(say)}</th><th scope="col" class="number">${words.price}</th><td></td></tr></thead>
      <tbody>${list.map((receipt) => row(app, seen.account, receipt))}</tbody></table></div>
    ${kept.missed || next === undefined ? again : html`<button class="button" type="button" @click=${() => void app.receipts.older()}>${words.older}</button>`}`;
}

/** A period that the clock renewed granted nothing by its payment: what there is no number of has a dash. */
function row({ words: { credits: words }, say, locale }: App, account: string, { number, at, quantity, label, credits, price, returned }: Receipt): TemplateResult {
  return html`<tr><th scope="row">${number}</th><td class="nowrap">${dayOf(at, locale)}</td><td>${words.times(quantity, label)}${returned ? html`<br><span class="quiet small">${words.returned(say.money(returned.money))}</span>` : nothing}</td>
    <td class="number">${credits > 0 ? say.number(credits) : "–"}</td><td class="number">${say.money(price)}</td>
    <td class="papers"><a href=${api.receiptAt(account, number, "print", locale)} target="_blank" rel="noopener" aria-label=${`${words.print} ${number}`}>${words.print}</a> <a href=${api.receiptAt(account, number, "pdf", locale)} download=${`receipt-${number}.pdf`} aria-label=${`${words.download} ${number}`}>${words.download}</a></td></tr>`;
}
