// An account held inside the engine.

import type * as contract from "../bursar.js";
import { type Question, ask, may, parsed } from "./ask.ts";
import { CHANGES, PREVIEW, decide, drafted, previewed } from "./draft.ts";
import { type Engine, lives, run } from "./engine.ts";
import { failed } from "./error.ts";
import { type Place, dressed, releaseNow, releaseWith } from "./place.ts";
import { type Run, estimateFor } from "./price.ts";
import type { Shapes } from "./shapes.ts";
import { write } from "./write.ts";

const LONGEST_ID = 128;
/** Anyone may be asked about, whether there is such a member or not: no more are remembered. */
const ASKERS_MAX = 4_096;

export class Ledger implements contract.Ledger {
  readonly #place: Place;
  readonly #shapes: Shapes;
  readonly #asking: Run = (work) => this.#run(work);
  /** What those may do who were asked about since the account last changed. */
  readonly #rights = new Map<unknown, Record<string, unknown>>();
  #freed = false;

  static {
    dressed(this, "Ledger");
  }
  declare readonly [Symbol.dispose]: () => void;

  constructor(engine: Engine, handle: number, shapes: Shapes) {
    this.#place = { engine, handle };
    this.#shapes = shapes;
    releaseWith(this, this.#place);
  }

  estimate(request: contract.Request, at: contract.Instant): contract.Estimate | contract.Refused {
    const estimate = estimateFor(this.#shapes, this.#asking, request, at);
    return estimate ?? this.#ask("estimate_for", request, at);
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
    if (typeof asker === "string" && typeof capability === "string" && asker.length <= LONGEST_ID) {
      const rights = this.#run((engine, handle) => this.#rights.get(asker) ?? this.#learn(engine, handle, asker));
      const may = rights?.[capability];
      if (typeof may === "boolean") return may;
    }
    const texts = [write(asker), write(capability)];
    return this.#run((engine, handle) => may(engine, handle, texts));
  }

  preview(command: contract.Draft): contract.Accepted | contract.Refused {
    const draft = drafted(command);
    const answer = draft && decide(this.#shapes, this.#asking, draft, PREVIEW);
    return (answer as contract.Accepted | contract.Refused | undefined) ?? this.#ask("preview", command);
  }

  previewMany(commands: contract.Draft[]): (contract.Accepted | contract.Refused)[] {
    const answers = previewed(this.#shapes, this.#asking, commands);
    return (answers as (contract.Accepted | contract.Refused)[] | undefined) ?? this.#ask("preview_many", commands);
  }

  apply(command: contract.Command): (contract.Accepted & { changes: object }) | contract.Refused {
    try {
      const draft = drafted(command);
      const answer = draft && decide(this.#shapes, this.#asking, draft, CHANGES);
      return (answer as (contract.Accepted & { changes: object }) | contract.Refused | undefined) ?? this.#ask("apply_with_changes", command);
    } finally {
      this.#rights.clear();
    }
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

  /** What someone may do; `undefined` where that is the name of nobody. */
  #learn(engine: Engine, handle: number, asker: string): Record<string, unknown> | undefined {
    const [bytes = 0] = engine.post(asker);
    const found = engine.glue.rights(handle, bytes);
    if (!found) return undefined;
    const rights = parsed<Record<string, unknown>>(engine, found);
    if (this.#rights.size >= ASKERS_MAX) this.#rights.clear();
    this.#rights.set(asker, rights);
    return rights;
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
