// What lies over the page: the elements' dialogs, a plan that is looked at, a text to ask with.
import { type TemplateResult, html, nothing } from "lit";
import type { BursarEvents } from "bursar/elements";
import { type App, addressOf } from "../app.ts";
import { modal, shut } from "./modal.ts";
import { planned } from "./planned.ts";

export function dialogs(app: App): TemplateResult {
  const { seen, words: { elements }, rules, bursar, locale } = app;
  const notice = app.outbox.waiting.size > 0 ? [...app.outbox.waiting].map(({ what }) => app.words.sending.unanswered(what)).join(" ") : app.notice?.bad ? app.notice.text : "";
  return html`
    ${seen ? html`
      <bursar-top-up .bursar=${bursar} .rules=${rules} .view=${seen.view} .now=${seen.now} .words=${elements} .locale=${locale} .busy=${app.outbox.busy} .notice=${notice}
        .open=${app.topUp.open} .pack=${app.topUp.pack} .quantity=${app.topUp.quantity}
        @bursar-checkout=${({ detail }: BursarEvents["bursar-checkout"]) => app.checkout(detail)} @bursar-remedy=${({ detail }: BursarEvents["bursar-remedy"]) => app.help(detail)}
        @bursar-close=${() => { app.topUp = { open: false }; app.hush(); app.draw(); }}></bursar-top-up>
      <bursar-transfer .bursar=${bursar} .rules=${rules} .view=${seen.view} .now=${seen.now} .words=${elements} .locale=${locale} .busy=${app.outbox.busy} .notice=${notice}
        .open=${app.transfer.open} .from=${app.transfer.from} .to=${app.transfer.to} .credits=${app.transfer.credits}
        @bursar-transfer=${({ detail }: BursarEvents["bursar-transfer"]) => app.transferred(detail)} @bursar-remedy=${({ detail }: BursarEvents["bursar-remedy"]) => app.help(detail)}
        @bursar-close=${() => { app.transfer = { open: false }; app.hush(); app.draw(); }}></bursar-transfer>
      ${app.plans.planned ? modal(() => app.plans.open(undefined), "planned-title", planned(app, app.plans.planned)) : nothing}` : nothing}
    ${app.asked === undefined ? nothing : modal(() => { app.asked = undefined; app.draw(); }, "ask-title", asked(app, app.asked))}`;
}

function asked(app: App, text: string): TemplateResult {
  const { words: { ask: words, elements }, rules } = app;
  return html`<div class="form"><h2 id="ask-title">${words.title}</h2><p class="quote">${text}</p>
    <div class="row end"><button class="button plain" type="button" @click=${shut}>${elements.close}</button>
      ${rules.contact?.sales === undefined ? nothing : html`<a class="button" href=${addressOf(rules.contact.sales)}>${words.to} ${rules.contact.sales}</a>`}
      <button class="button primary" type="button" @click=${({ currentTarget }: Event) => { void navigator.clipboard.writeText(text).then(() => { if (currentTarget instanceof Element) currentTarget.textContent = words.copied; }); }}>${words.copy}</button></div></div>`;
}
