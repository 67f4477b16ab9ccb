// Spending: what it would do, said before; a button that says the price; and what came of it.
import { type Accepted, type Refused, type Request, newId } from "bursar";
import { sentence } from "./answer.ts";
import * as api from "./api.ts";
import { credits, whole } from "./books.ts";
import type { Standing } from "./standing.ts";

interface Places { whole: HTMLElement; after: HTMLElement; button: HTMLButtonElement; said: HTMLElement }
interface Offer { standing: Standing; request: Request; preview: Accepted | Refused }

export class Spend {
  readonly #places: Places;
  /** Called when the account is known to have changed; `anew` where its prices may have, too. */
  readonly #changed: (anew: boolean) => Promise<void>;
  #offer: Offer | undefined;
  /** Sent, and not answered: sent again it is the same command, which is carried out once. */
  #open: api.Spend | undefined;
  #busy = false;

  constructor(places: Places, changed: (anew: boolean) => Promise<void>) {
    this.#places = places;
    this.#changed = changed;
    places.button.addEventListener("click", () => void this.#send());
  }

  /** Shows what this request would do to the credits; nothing where it has no price. */
  show(standing: Standing, request: Request, priced: boolean): void {
    if (JSON.stringify(request) !== JSON.stringify(this.#offer?.request) || standing.account !== this.#offer?.standing.account) {
      this.#say();
      this.#open = undefined;
    }
    this.#offer = priced ? { standing, request, preview: standing.preview(request) } : undefined;
    this.#places.whole.hidden = false;
    this.#draw();
  }

  hide(): void {
    this.#offer = undefined;
    this.#open = undefined;
    this.#say();
    this.#places.whole.hidden = true;
  }

  #draw(): void {
    const { after, button } = this.#places;
    const offer = this.#offer;
    const { preview } = offer ?? {};
    button.disabled = !preview?.ok || this.#busy;
    button.textContent = offer && preview?.ok ? `${this.#open ? "Send again" : "Spend"} ${credits(offer.standing.rules, preview.credits)}` : "Spend";
    after.classList.toggle("refusal", preview?.ok === false);
    after.replaceChildren(...(offer ? words(offer) : []));
  }

  async #send(): Promise<void> {
    const offer = this.#offer;
    if (!offer?.preview.ok || this.#busy) return;
    const { standing, request, preview } = offer;
    this.#open ??= { type: "spend", id: newId(), request, expect: preview.credits };
    this.#busy = true;
    this.#say("Sent …");
    this.#draw();
    const told = await api.spend(standing.account, this.#open);
    this.#busy = false;
    // Somebody went on to another request or account: what is said there is not of this one.
    const here = this.#offer?.standing.account === standing.account && JSON.stringify(this.#offer.request) === JSON.stringify(request);
    if (told.kind !== "unanswered") this.#open = undefined;
    if (here) this.#say(...said(standing, told));
    if (told.kind !== "unanswered") await this.#changed(told.kind === "refused" && told.refused.code === "price_changed");
    this.#draw();
  }

  #say(...words: (Node | string)[]): void {
    this.#places.said.replaceChildren(...words);
  }
}

/** From where it would be taken, and what would be left; or the sentence that says why not. */
function words({ standing: { rules }, preview }: Offer): (Node | string)[] {
  if (!preview.ok) return sentence(preview.message);
  const label = (id: string): string => rules.sources.find((source) => source.id === id)?.label ?? id;
  const taken = new Map<string, number>();
  for (const { source, wallet, credits } of preview.draws) {
    const from = wallet === "bank" ? label(source) : `${label(source)} of ${wallet.replace(":", " ")}`;
    taken.set(from, (taken.get(from) ?? 0) + credits);
  }
  const draws = Array.from(taken, ([from, count]) => `${whole(count)} from ${from}`);
  const left = preview.spendable === undefined ? [] : [`${credits(rules, preview.spendable)} left`];
  return [[...draws, ...left].join(" · ")];
}

function said({ rules }: Standing, told: api.Told<Accepted>): (Node | string)[] {
  switch (told.kind) {
    case "told":
      return [`Spent ${credits(rules, told.answer.credits)}.`];
    case "refused":
      return sentence(told.refused.message);
    case "problem":
      return sentence(told.message);
    case "unanswered":
      return ["No answer came. Send it again: it is carried out once."];
  }
}
