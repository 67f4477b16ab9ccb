// The public classes and functions, whatever the host.

import type * as contract from "../bursar.js";
import { type Given, type Question, ask, may, opened, parsed, released } from "./ask.ts";
import { decideOn, drafted } from "./draft.ts";
import { type Engine, run } from "./engine.ts";
import { failed } from "./error.ts";
import { Ledger } from "./ledger.ts";
import { type Place, dressed, releaseNow, releaseWith } from "./place.ts";
import * as price from "./price.ts";
import { Shapes } from "./shapes.ts";
import { wellFormed, write } from "./write.ts";

export { BursarError, isBursarError } from "./error.ts";

export const version: string = VERSION;

export function newId(): contract.Id {
  const id = run((engine) => engine.glue.new_id());
  if (id === undefined) throw failed("internal", "this host has no `crypto.getRandomValues`, which ids are drawn from");
  return id;
}

export class Bursar implements contract.Bursar {
  readonly digest: string;
  /** Kept to compile them again, should an instance of the module die. */
  readonly #rules: Given;
  readonly #place: Place = { engine: undefined, handle: 0 };
  readonly #shapes: Shapes;
  readonly #asking: price.Run = (work) => this.#run(work);
  #freed = false;

  static {
    dressed(this, "Bursar");
  }
  declare readonly [Symbol.dispose]: () => void;

  constructor(rules: contract.Rules | string) {
    this.#rules = given(rules);
    this.digest = run((engine) => {
      this.#compile(engine);
      return engine.take(64);
    });
    this.#shapes = new Shapes(this.digest);
    releaseWith(this, this.#place);
  }

  create(account: Parameters<contract.Bursar["create"]>[0]): contract.Applied<contract.Account> {
    const text = write(account);
    return this.#run((engine, rules) => {
      const [bytes = 0] = engine.post(text);
      const ledger = engine.glue.create(rules, bytes);
      return released(engine, ledger, () => {
        const accepted = parsed<contract.Accepted>(engine, engine.glue.answered());
        return { ...accepted, account: ask(engine, "text", ledger) };
      });
    });
  }

  estimate(request: contract.Request, payer?: contract.Payer): contract.Estimate | contract.Refused {
    const estimate = price.estimate(this.#shapes, this.#asking, request, payer);
    if (estimate !== undefined) return estimate;
    const texts = written(request, payer);
    return this.#run((engine, rules) => {
      const [requestBytes = 0, payerBytes] = engine.post(...texts);
      return parsed(engine, engine.glue.estimate(rules, requestBytes, payerBytes));
    });
  }

  grid(
    request: contract.Request,
    vary: [input: contract.Id, values: contract.Value[]][],
    payer?: contract.Payer,
  ): Float64Array {
    const costs = price.costs(this.#shapes, this.#asking, request, vary, payer);
    if (costs !== undefined) return costs;
    const texts = [write(request), ...written(vary, payer)];
    return this.#run((engine, rules) => {
      const [requestBytes = 0, varyBytes = 0, payerBytes] = engine.post(...texts);
      return engine.glue.grid(rules, requestBytes, varyBytes, payerBytes);
    });
  }

  rates(payer?: contract.Payer): contract.Rate[] {
    const texts = payer === undefined ? [] : [write(payer)];
    return this.#run((engine, rules) => {
      const [payerBytes] = engine.post(...texts);
      return parsed(engine, engine.glue.rates(rules, payerBytes));
    });
  }

  balance(account: contract.Account | string, view: contract.View): contract.Balance | contract.Refused {
    return this.#ask(account, "balance", view);
  }

  order(account: contract.Account | string, view: contract.View): contract.Order | contract.Refused {
    return this.#ask(account, "order", view);
  }

  affordable(
    account: contract.Account | string,
    request: contract.Request,
    input: contract.Id,
    view: contract.View,
  ): contract.Affordable | contract.Refused {
    return this.#ask(account, "affordable", request, input, view);
  }

  limits(account: contract.Account | string, view: contract.View): contract.Limits | contract.Refused {
    return this.#ask(account, "limits", view);
  }

  may(account: contract.Account | string, asker: contract.Asker, capability: contract.Capability): boolean {
    const texts = [write(asker), write(capability)];
    return this.#opened(given(account), (engine, ledger) => may(engine, ledger, texts));
  }

  view(
    account: contract.Account | string,
    view: { at: contract.Instant; by?: contract.Asker },
  ): contract.Account | contract.Refused {
    return this.#ask(account, "view", view);
  }

  preview(account: contract.Account | string, command: contract.Draft): contract.Accepted | contract.Refused {
    return this.#ask(account, "preview", command);
  }

  validateTransfer(
    account: contract.Account | string,
    transfer: Parameters<contract.Bursar["validateTransfer"]>[1],
  ): contract.Accepted | contract.Refused {
    return this.#ask(account, "validate_transfer", transfer);
  }

  apply(account: string, command: contract.Command): contract.Applied<string> | contract.Refused;
  apply(account: contract.Account, command: contract.Command): contract.Applied<contract.Account> | contract.Refused;
  apply(
    account: contract.Account | string,
    command: contract.Command,
  ): contract.Applied<contract.Account | string> | contract.Refused;
  apply(
    account: contract.Account | string,
    command: contract.Command,
  ): contract.Applied<contract.Account | string> | contract.Refused {
    const before = given(account);
    const draft = drafted(command);
    const decision = (draft && decideOn(this.#shapes, this.#asking, before, draft)) ?? this.#apply(before, command);
    if (!decision.ok || !before.fromObject) return decision;
    return { ...decision, account: JSON.parse(decision.account) as contract.Account };
  }

  #apply({ text, fromObject }: Given, command: contract.Command): (contract.Accepted & { account: string }) | contract.Refused {
    const commandText = write(command);
    return this.#run((engine, rules) => {
      const [accountBytes = 0, commandBytes = 0] = engine.post(text, commandText);
      // The text of the next account comes first; the decision lies behind it.
      const bytes = engine.glue.apply_to(rules, accountBytes, commandBytes, fromObject);
      const decisionBytes = engine.glue.answered() - bytes;
      const decision = parsed<contract.Accepted | contract.Refused>(engine, decisionBytes, bytes);
      return decision.ok ? { ...decision, account: engine.take(bytes) } : decision;
    });
  }

  usage(entries: contract.Entry[] | string, query: Parameters<contract.Bursar["usage"]>[1]): contract.UsageRow[] {
    const { text, fromObject } = given(entries);
    const queryText = write(query);
    return this.#run((engine, rules) => {
      const [entriesBytes = 0, queryBytes = 0] = engine.post(text, queryText);
      return parsed(engine, engine.glue.usage(rules, entriesBytes, queryBytes, fromObject));
    });
  }

  open(account: contract.Account | string): Ledger {
    const { text, fromObject } = given(account);
    return this.#run((engine, rules) => {
      const [bytes = 0] = engine.post(text);
      return new Ledger(engine, engine.glue.open(rules, bytes, fromObject), this.#shapes);
    });
  }

  free(): void {
    this.#freed = true;
    releaseNow(this, this.#place);
  }

  /** Asks an account that is handed over for this one question. */
  #ask<T>(account: contract.Account | string, question: Question, ...values: unknown[]): T {
    const before = given(account);
    const texts = values.map(write);
    return this.#opened(before, (engine, ledger) => ask(engine, question, ledger, ...texts));
  }

  #opened<T>(account: Given, work: (engine: Engine, ledger: number) => T): T {
    return this.#run((engine, rules) => opened(engine, rules, account, (ledger) => work(engine, ledger)));
  }

  #run<T>(work: (engine: Engine, rules: number) => T): T {
    if (this.#freed) throw failed("released", "these rules were freed: a new Bursar is to be made of them");
    return run((engine) => {
      if (this.#place.engine !== engine) this.#compile(engine);
      return work(engine, this.#place.handle);
    });
  }

  #compile(engine: Engine): void {
    const [bytes = 0] = engine.post(this.#rules.text);
    this.#place.handle = engine.glue.compile(bytes, this.#rules.fromObject);
    this.#place.engine = engine;
  }
}

function given(value: unknown): Given {
  return typeof value === "string"
    ? { text: wellFormed(value), fromObject: false }
    : { text: write(value), fromObject: true };
}

/** A value as text, and after it the payer, if there is one. */
function written(value: unknown, payer: contract.Payer | undefined): string[] {
  return payer === undefined ? [write(value)] : [write(value), write(payer)];
}
