// An account that comes from elsewhere: its lines are written as they come, and it is there once all of them have come and
// what they say has been checked. Until then there is no account, and a load that breaks off leaves none.
import { Bursar, type Rules, isBursarError } from "bursar";
import { type Audit, audit } from "../account/audit.ts";
import type { Store } from "../account/store.ts";
import { isObject } from "../json.ts";
import { columnsOf } from "./dump.ts";
import { tables } from "./tables.ts";

export interface Head { kind: "head"; version: 1; account: string; rulebook: string; digest: string; meta: Record<string, string>; rules: Rules; state: object }
type Line = Head | { kind: "end"; lines: number } | { kind: (typeof tables)[number]; row: Record<string, SqlStorageValue> };

/** Why it is no export that could be taken. */
export class Unfit extends Error {}

export class Load {
  readonly #sql: SqlStorage;
  readonly #account: string;
  #head: Head | undefined;
  #bursar: Bursar | undefined;
  #lines = 0;
  #whole = false;

  constructor(sql: SqlStorage, account: string) {
    this.#sql = sql;
    this.#account = account;
  }

  take(lines: string[]): void {
    for (const text of lines) this.#take(text);
  }

  #take(text: string): void {
    if (this.#whole) throw new Unfit("there is something behind the end");
    const line = parsed(text);
    if (line.kind === "head") this.#begin(line);
    else if (line.kind === "end") this.#end(line.lines);
    else this.#row(line.kind, line.row);
    this.#lines += 1;
  }

  #begin(head: Head): void {
    if (this.#lines > 0) throw new Unfit("it begins twice");
    if (head.version !== 1) throw new Unfit("it is of a version that is not known here");
    hasAll(head);
    if (head.account !== this.#account) throw new Unfit(`it is the account \`${head.account}\`, and keeps its name`);
    this.#bursar = new Bursar(head.rules);
    if (this.#bursar.digest !== head.digest) throw new Unfit("its rules are not those that it names");
    this.#head = head;
  }

  #row(kind: string, row: Record<string, SqlStorageValue>): void {
    if (!this.#head) throw new Unfit("it does not begin with its head");
    const table = tables.find((name) => name === kind);
    if (!table) throw new Unfit(`a line of the kind \`${kind}\` is not known here`);
    if (!isObject(row)) throw new Unfit(`a line of the kind \`${kind}\` has no \`row\``);
    const known = columnsOf(this.#sql, table);
    const columns = Object.keys(row);
    const strange = columns.find((column) => !known.includes(column));
    if (strange !== undefined || columns.length === 0) throw new Unfit(`a line of the kind \`${kind}\` has no \`${strange ?? "fields"}\``);
    // Anything else would be written down as `[object Object]`.
    const odd = columns.find((column) => row[column] !== null && !["string", "number"].includes(typeof row[column]));
    if (odd !== undefined) throw new Unfit(`a line of the kind \`${kind}\` has a \`${odd}\` that is no text and no number`);
    // The names are columns of the table, so nothing foreign gets into the statement.
    this.#sql.exec(`insert into ${table} (${columns.map((name) => `"${name}"`).join(", ")}) values (${columns.map(() => "?").join(", ")})`, ...Object.values(row));
  }

  #end(lines: number): void {
    if (lines !== this.#lines) throw new Unfit(`${this.#lines} lines came, and ${lines} were sent`);
    this.#whole = true;
  }

  /** Everything came: writes the account, and holds it against its entries. To be called in a transaction. */
  finish(store: Store): { head: Head; bursar: Bursar; counts: Audit } {
    const [head, bursar] = [this.#head, this.#bursar];
    if (!this.#whole || !head || !bursar) throw new Unfit("it breaks off: it was changed while it was read, or not all of it came");
    store.put(head.state);
    using ledger = bursar.open(store.account());
    if (ledger.account().id !== this.#account) throw new Unfit("its state is of another account");
    const told = audit(bursar, ledger, store);
    if (!told.ok) throw new Unfit("its entries do not add up to what it has");
    const { last, count } = this.#sql.exec<{ last: number; count: number }>("select coalesce(max(number), 0) as last, count(*) as count from receipts").one();
    if (last !== count) throw new Unfit("there is a gap in its receipts");
    return { head, bursar, counts: told };
  }
}

function parsed(text: string): Line {
  try {
    const line: unknown = JSON.parse(text);
    if (isObject(line) && typeof line["kind"] === "string") return line as unknown as Line;
  } catch {
    // Told below.
  }
  throw new Unfit("a line is no JSON object with a `kind`");
}

/** Refuses a head that lacks a field; what they say is held against each other at the end. */
function hasAll(head: Head): void {
  const { rulebook, meta, state } = head as { [field in keyof Head]: unknown };
  if (typeof rulebook !== "string" || rulebook === "") throw new Unfit("its head names no rulebook");
  if (!isObject(state)) throw new Unfit("its head has no state");
  if (!isObject(meta) || !Object.values(meta).every((value) => typeof value === "string")) throw new Unfit("its head has no `meta`, of which each is a text");
}

/** What is wrong with an import; undefined for what went wrong in here. */
export function reason(error: unknown): string | undefined {
  if (error instanceof Unfit || isBursarError(error)) return error.message;
  // SQLite's own: a row twice, or without what it needs.
  return error instanceof Error && /constraint|datatype/i.test(error.message) ? "a line is there twice, or lacks what it needs" : undefined;
}
