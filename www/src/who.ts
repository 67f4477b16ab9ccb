// The head of the page: who is signed in, which of their accounts is looked at, and its balance.
import type { Session } from "../worker/src/openapi/shapes.ts";
import { pill } from "./balance.ts";
import { el, options } from "./dom.ts";
import type { Standing } from "./standing.ts";

interface Acts { signIn(where: string): void; signOut(): void; choose(account: string): void }

export class Who {
  readonly #place: HTMLElement;
  readonly #acts: Acts;
  readonly #balance = el("div", { class: "pill" });

  constructor(place: HTMLElement, acts: Acts) {
    this.#place = place;
    this.#acts = acts;
  }

  /** Nothing, where there is no worker that could be signed in to. */
  show(session: Session | undefined, chosen: string): void {
    this.#place.replaceChildren(...(session?.person === undefined ? this.#nobody(session?.signIn) : this.#somebody(session, chosen)));
  }

  /** Draws the balance anew; a breakdown that is open stays so. */
  balance(standing: Standing | undefined): void {
    const open = this.#balance.querySelector("details")?.open ?? false;
    this.#balance.replaceChildren(...(standing ? [pill(standing, open)] : []));
  }

  #nobody(where: string | undefined): Node[] {
    if (where === undefined) return [];
    const button = el("button", { type: "button" }, "Sign in");
    button.addEventListener("click", () => this.#acts.signIn(where));
    return [button];
  }

  #somebody({ person, accounts }: Session, chosen: string): Node[] {
    const named = Object.entries(accounts).map(([id, by]): [string, string] => [id, by === "owner" ? id : `${id}, as ${by}`]);
    const select = el("select", { "aria-label": "Account" }, ...options([...named, ["", "No account: list prices"]], chosen));
    select.addEventListener("change", () => this.#acts.choose(select.value));
    const out = el("button", { type: "button", class: "plain" }, `Sign out ${person ?? ""}`);
    out.addEventListener("click", () => this.#acts.signOut());
    return [this.#balance, select, out];
  }
}
