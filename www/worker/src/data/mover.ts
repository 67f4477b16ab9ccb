// Taking an account along, bringing one here, and erasing a person: what is done to an account as a whole.
import type { Id } from "bursar";
import * as feed from "../account/feed.ts";
import type { Keeper } from "../account/keeper.ts";
import { type Reply, told } from "../account/replies.ts";
import { type Page, type Place, mark, page } from "./dump.ts";
import { inRows, inState, standInOf } from "./erase.ts";
import { type Head, Load, reason } from "./load.ts";
import type { Erased, Imported } from "./shapes.ts";
import { clear } from "./tables.ts";

const gone = { kind: "unfit", reason: "it was not begun, or another was begun meanwhile" } as const;

export class Mover {
  readonly #ctx: DurableObjectState;
  readonly #keeper: Keeper;
  /** An account that is being brought here. */
  #load: Load | undefined;

  constructor(ctx: DurableObjectState, keeper: Keeper) {
    this.#ctx = ctx;
    this.#keeper = keeper;
  }

  /** Whether an account is being brought here that is not there yet. */
  get loads(): boolean {
    return this.#load !== undefined;
  }

  /** The first line of an export, and what tells whether anything is written before its last. */
  async head(): Promise<Reply<{ line: string; mark: number; first: Place }>> {
    const { store } = this.#keeper;
    return this.#keeper.door("system", ({ bursar, rules }) => {
      this.#keeper.make();
      const state = JSON.parse(store.account()) as object;
      const head: Head = { kind: "head", version: 1, account: store.id(), rulebook: store.rulebook(), digest: bursar.digest, meta: store.meta(), rules, state };
      return { line: JSON.stringify(head), mark: mark(this.#ctx.storage.sql), first: { table: 0, after: [] } };
    });
  }

  /** The next lines; none where something was written meanwhile, for then they would not fit those before. */
  page(place: Place, known: number): Page | undefined {
    return mark(this.#ctx.storage.sql) === known ? page(this.#ctx.storage.sql, place) : undefined;
  }

  begin(id: Id): Reply<object> {
    const { store } = this.#keeper;
    if (store.exists()) return { kind: "taken", rulebook: store.rulebook() };
    this.clear();
    this.#load = new Load(this.#ctx.storage.sql, id);
    return told({});
  }

  take(lines: string[]): Reply<object> {
    return this.#loading((load) => {
      load.take(lines);
      return {};
    });
  }

  async end(): Promise<Reply<Imported>> {
    const load = this.#load;
    const { store, desk } = this.#keeper;
    const reply = this.#loading((whole) => whole.finish(store));
    if (reply.kind !== "told") return reply;
    const { head: { account, rulebook, digest, meta, rules }, bursar, counts: { seq, commands, entries } } = reply.answer;
    await this.#keeper.list(account, rulebook, { bursar, rules });
    if (this.#load !== load || store.exists()) return gone;
    // Only now it is there: whoever asks finds all of it, or nothing.
    this.#ctx.storage.transactionSync(() => store.setMeta({ ...meta, rulebook, digest }));
    this.#load = undefined;
    await this.#keeper.keepTime();
    return told({ account, seq, commands, entries, receipts: desk.store.receipts(1, Number.MAX_SAFE_INTEGER)[0]?.number ?? 0 });
  }

  /** Nothing that an import left which broke off may get into an account that is made. */
  clear(): void {
    this.#load = undefined;
    this.#keeper.make();
    this.#ctx.storage.transactionSync(() => clear(this.#ctx.storage.sql));
  }

  #loading<T>(work: (load: Load) => T): Reply<T> {
    const load = this.#load;
    if (!load || this.#keeper.store.exists()) return gone;
    try {
      return told(this.#ctx.storage.transactionSync(() => work(load)));
    } catch (error) {
      this.clear();
      const why = reason(error);
      if (why === undefined) throw error;
      return { kind: "unfit", reason: why };
    }
  }

  /** Puts a stand-in where a person's id stands. */
  async erase(person: string): Promise<Reply<Erased>> {
    const { store } = this.#keeper;
    if (!store.exists()) return { kind: "absent", what: "account" };
    const salt = store.meta()["salt"] ?? crypto.randomUUID();
    const standIn = await standInOf(person, salt);
    return this.#keeper.door("system", ({ bursar, ledger }) => {
      this.#keeper.make();
      const before = ledger.account();
      // An erased person who came back may have been made less than they were: whoever may manage goes on doing so.
      const after = inState(before, person, standIn, (kept, now) => (ledger.may(standIn, "manage") ? kept : now));
      // The engine reads it before it is written: a name in another place is no other account.
      bursar.open(after).free();
      const rows = this.#ctx.storage.transactionSync(() => {
        store.setMeta({ salt });
        store.put(after);
        return inRows(this.#ctx.storage.sql, person, standIn);
      });
      this.#keeper.drop();
      feed.part(this.#ctx, person);
      const holds = Object.values(before.holds ?? {}).filter(({ by }) => by === person).length;
      return { standIn, member: Object.hasOwn(before.members ?? {}, person), holds, ...rows };
    });
  }
}
