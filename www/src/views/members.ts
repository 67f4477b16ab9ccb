// Who is in the account: their roles and teams, and how much of their limits is used.
import { type TemplateResult, html, nothing } from "lit";
import type { Id, Member } from "bursar";
import type { App } from "../app.ts";
import { memberForm } from "../changes.ts";
import { icons } from "./icons.ts";
import { limits } from "./limits.ts";
import { type Item, menu } from "./menu.ts";

/** Of fewer one is found without looking for them. */
const soughtFrom = 12;

export function members(app: App): TemplateResult {
  const { words: { company: words }, seen, company, rules } = app;
  const all = Object.keys(seen?.view.members ?? {}).length;
  const found = company.members;
  const shown = found.slice(0, company.most.members);
  // Whoever is let in by mistake is to be able to do as little as may be.
  const [[role] = [""]] = Object.entries(rules.roles ?? {}).sort(([, one], [, other]) => one.can.length - other.can.length);
  return html`<section id="members" class="card" aria-labelledby="members-title"><div class="head"><h2 id="members-title">${words.members}</h2>
      ${seen ? html`<button class="button" type="button" @click=${() => company.open(memberForm(seen.view, role))}>${icons.plus}${words.addMember}</button>` : nothing}</div>
    ${all < soughtFrom ? nothing : html`<div class="field seek"><label for="sought">${words.seek}</label><input id="sought" autocomplete="off" .value=${company.sought} @input=${({ target }: Event) => { if (target instanceof HTMLInputElement) company.seek(target.value); }}></div>`}
    ${found.length === 0 ? html`<p class="quiet">${words.nobodyFound}</p>` : html`<ul class="rows">${shown.map(([id, member]) => row(app, id, member))}</ul>`}
    ${shown.length < found.length ? html`<button class="button" type="button" @click=${() => company.more("members")}>${words.more(found.length - shown.length)}</button>` : nothing}</section>`;
}

function row(app: App, id: Id, member: Member): TemplateResult {
  const { words: { company: words }, seen, company, say } = app;
  const items: Item[] = [
    { label: words.changeMember, icon: icons.pen, choose: () => { if (seen) company.open(memberForm(seen.view, member.role, id)); } },
    ...(seen?.may("viewUsage") ? [{ label: words.usage, icon: icons.usage, choose: () => app.usage.show({ member: id }) }] : []),
    { label: words.removeMember, icon: icons.bin, warn: true, choose: () => company.open({ do: "removeMember", member: id }) },
  ];
  const teams = (member.teams ?? []).map((team) => say.wallet(`team:${team}`));
  return html`<li><div class="what"><h3>${id}${id === seen?.by ? html` <span class="tag">${words.you}</span>` : nothing}</h3>
      <p class="quiet small">${[say.role(member.role), ...teams].join(" · ")}</p></div>
    ${menu(app, { id: `member-${id}`, label: words.menuOfMember(id), face: icons.dots, items })}
    ${limits(app, company.limitsOf(id))}</li>`;
}
