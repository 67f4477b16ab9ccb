// What lies over the page: the elements' dialogs, a plan that is looked at, a text to ask with.
import { type TemplateResult, html, nothing } from "lit";
import type { BursarEvents } from "bursar/elements";
import type { App } from "../app.ts";
import { addressOf } from "../help.ts";
import { modal, shut } from "./modal.ts";
import { planned } from "./planned.ts";

export function dialogs(app: App): TemplateResult {
  const { seen, words: { elements }, rules, bursar, locale, purse, help } = app;
  const notice = app.trouble ?? "";
  return html`
    ${seen ? html`
      <bursar-top-up .bursar=${bursar} .rules=${rules} .view=${seen.view} .now=${seen.now} .words=${elements} .locale=${locale} .busy=${app.outbox.busy} .notice=${notice}
        .open=${purse.topUp.open} .pack=${purse.topUp.pack} .quantity=${purse.topUp.quantity}
        @bursar-checkout=${({ detail }: BursarEvents["bursar-checkout"]) => purse.checkout(detail)} @bursar-remedy=${({ detail }: BursarEvents["bursar-remedy"]) => help.take(detail)}
        @bursar-close=${() => purse.close("topUp")}></bursar-top-up>
      <bursar-transfer .bursar=${bursar} .rules=${rules} .view=${seen.view} .now=${seen.now} .words=${elements} .locale=${locale} .busy=${app.outbox.busy} .notice=${notice}
        .open=${purse.transfer.open} .from=${purse.transfer.from} .to=${purse.transfer.to} .credits=${purse.transfer.credits}
        @bursar-transfer=${({ detail }: BursarEvents["bursar-transfer"]) => purse.transferred(detail)} @bursar-remedy=${({ detail }: BursarEvents["bursar-remedy"]) => help.take(detail)}
        @bursar-close=${() => purse.close("transfer")}></bursar-transfer>
      ${app.plans.planned ? modal(() => app.plans.open(undefined), "planned-title", planned(app, app.plans.planned)) : nothing}` : nothing}
    ${help.text === undefined ? nothing : modal(() => { help.text = undefined; app.draw(); }, "ask-title", asked(app, help.text))}`;
}

/** A dialog lies over the page, and tells by itself what was refused to it. */
export function covered({ plans, company, purse }: App): boolean {
  return (plans.planned ?? company.change) !== undefined || purse.topUp.open || purse.transfer.open;
}

function asked(app: App, text: string): TemplateResult {
  const { words: { ask: words, elements }, rules } = app;
  return html`<div class="form"><h2 id="ask-title">${words.title}</h2><p class="quote">${text}</p>
    <div class="row end"><button class="button plain" type="button" @click=${shut}>${elements.close}</button>
      ${rules.contact?.sales === undefined ? nothing : html`<a class="button" href=${addressOf(rules.contact.sales)}>${words.to} ${rules.contact.sales}</a>`}
      <button class="button primary" type="button" @click=${({ currentTarget }: Event) => { void navigator.clipboard.writeText(text).then(() => { if (currentTarget instanceof Element) currentTarget.textContent = words.copied; }); }}>${words.copy}</button></div></div>`;
}
