// What all the elements share: what they are given, when they look again, how they tell.
import { LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import type { Account, Asker, Bursar, Capability, Ledger, Ms, Rules, View, Wallet } from "../bursar.js";
import type { BursarEvents, Say, Words } from "../elements.js";
import { judged, ledgerOf, readerOf } from "./ask.ts";
import { say } from "./say.ts";
import { en } from "./words/en.ts";

/** Timers cannot wait longer, and need not: nobody leaves a page open for 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

export interface Ready {
  bursar: Bursar;
  rules: Rules;
  say: Say;
}

/** Where there is an account: what is asked of it. */
export interface Seen extends Ready {
  account: Account;
  ledger: Ledger;
  view: View & { at: Ms; by: Asker };
}

export abstract class BursarElement extends LitElement {
  static override properties: PropertyDeclarations = {
    bursar: { attribute: false },
    rules: { attribute: false },
    view: { attribute: false },
    by: {},
    wallet: {},
    now: { attribute: false },
    words: { attribute: false },
    locale: {},
  };

  declare bursar: Bursar | undefined;
  declare rules: Rules | undefined;
  declare view: Account | undefined;
  declare by: Asker | undefined;
  declare wallet: Wallet | undefined;
  declare now: () => Ms;
  declare words: Words;
  declare locale: string | undefined;

  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.now = Date.now;
    this.words = en;
  }

  /** Whoever was taken out and put in elsewhere looks again: what runs by itself was let go of. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** What is left out frameworks may set all the same, to nothing; and to an empty text what is there without a value. */
  protected override willUpdate(changed: PropertyValues<Record<string, unknown>>): void {
    this.words ??= en;
    this.now ??= Date.now;
    const set = this as Record<string, unknown>;
    for (const name of changed.keys()) if (set[String(name)] === "" && (this.constructor as typeof LitElement).getPropertyOptions(name).type === Boolean) set[String(name)] = true;
  }

  protected ready(): Ready | undefined {
    const { bursar, rules, words, view, now } = this;
    return bursar && rules && { bursar, rules, say: say(rules, this.#locale(), words, view, now) };
  }

  /** The account as the reader sees it; undefined where there is none, or none that these rules can read. */
  protected seen(): Seen | undefined {
    const { view: account } = this;
    const ready = this.ready();
    if (!ready || !account) return undefined;
    const ledger = judged(() => ledgerOf(ready.bursar, account));
    if ("mistaken" in ledger) return undefined;
    const by = this.by || readerOf(account);
    return { ...ready, account, ledger, view: { at: this.now(), by, ...(this.wallet ? { wallet: this.wallet } : {}) } };
  }

  protected may(capability: Capability): boolean {
    const seen = this.seen();
    return seen !== undefined && seen.ledger.may(seen.view.by, capability);
  }

  /** Looks again when time alone will have changed something: at the first of these instants. */
  protected lookAgainAt(...times: (Ms | undefined)[]): void {
    clearTimeout(this.#timer);
    const at = Math.min(...times.filter((time) => time !== undefined));
    if (at === Infinity) return;
    this.#timer = setTimeout(() => this.requestUpdate(), Math.min(Math.max(at - this.now(), 0) + 50, LONGEST_MS));
  }

  protected tell<K extends keyof BursarEvents>(name: K, detail: BursarEvents[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #locale(): string {
    return tagOf(this.locale) ?? tagOf(langOf(this)) ?? tagOf(globalThis.navigator?.language) ?? "en";
  }
}

/** The language of what stands around an element, out of each shadow tree into the one that its host is in. */
function langOf(element: Element): string | undefined {
  const said = element.closest<HTMLElement>("[lang]");
  if (said) return said.lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? langOf(root.host) : undefined;
}

/** A language as browsers know it: servers write "de_DE". What is none at all is as though nothing was said. */
function tagOf(said: string | null | undefined): string | undefined {
  if (!said) return undefined;
  try {
    return Intl.getCanonicalLocales(said.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}
