// An account held inside the engine.

import type * as contract from "../bursar.js";
import { type Question, ask, may } from "./ask.ts";
import { type Engine, lives, run } from "./engine.ts";
import { failed } from "./error.ts";
import { type Place, dressed, releaseNow, releaseWith } from "./place.ts";
import { write } from "./write.ts";

export class Ledger implements contract.Ledger {
  readonly #place: Place;
  #freed = false;

  static {
    dressed(this, "Ledger");
  }
  declare readonly [Symbol.dispose]: () => void;

  constructor(engine: Engine, handle: number) {
    this.#place = { engine, handle };
    releaseWith(this, this.#place);
  }

  estimate(request: contract.Request, at: contract.Instant): contract.Estimate | contract.Refused {
    return this.#ask("estimate_for", request, at);
  }

  balance(view: contract.View): contract.Balance | contract.Refused {
    return this.#ask("balance", view);
  }

  order(view: contract.View): contract.Order | contract.Refused {
    return this.#ask("order", view);
  }

  affordable(
    request: contract.Request,
    input: contract.Id,
    view: contract.View,
  ): contract.Affordable | contract.Refused {
    return this.#ask("affordable", request, input, view);
  }

  limits(view: contract.View): contract.Limits | contract.Refused {
    return this.#ask("limits", view);
  }

  may(asker: contract.Asker, capability: contract.Capability): boolean {
    const texts = [write(asker), write(capability)];
    return this.#run((engine, handle) => may(engine, handle, texts));
  }

  preview(command: contract.Draft): contract.Accepted | contract.Refused {
    return this.#ask("preview", command);
  }

  previewMany(commands: contract.Draft[]): (contract.Accepted | contract.Refused)[] {
    return this.#ask("preview_many", commands);
  }

  apply(command: contract.Command): (contract.Accepted & { changes: object }) | contract.Refused {
    return this.#ask("apply_with_changes", command);
  }

  account(): contract.Account {
    return this.#ask("text");
  }

  text(): string {
    return this.#run((engine, handle) => engine.take(engine.glue.text(handle)));
  }

  free(): void {
    this.#freed = true;
    releaseNow(this, this.#place);
  }

  #ask<T>(question: Question, ...values: unknown[]): T {
    const texts = values.map(write);
    return this.#run((engine, handle) => ask(engine, question, handle, ...texts));
  }

  #run<T>(work: (engine: Engine, handle: number) => T): T {
    if (this.#freed) throw failed("released", "this ledger was freed: the account is to be opened again");
    const { engine, handle } = this.#place;
    // What it held went with its instance; to open an older text in its place would turn time back.
    if (!lives(engine)) {
      throw failed("internal", "bursar itself failed while this ledger was open: what is stored is to be opened again");
    }
    return run(() => work(engine, handle));
  }
}
