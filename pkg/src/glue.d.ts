// What wasm-bindgen makes of src/wasm: a fresh set of it for each instance of the module, with no
// state shared between them. tests/types holds this against the types that wasm-bindgen writes.
declare module "bursar:glue" {
  export interface Glue {
    compile(rules: number, written_from_object: boolean): number;
    release(handle: number): void;
    estimate(handle: number, request: number, payer?: number): number;
    grid(handle: number, request: number, vary: number, payer?: number): Float64Array;
    rates(handle: number, payer?: number): number;
    usage(handle: number, entries: number, query: number, written_from_object: boolean): number;
    apply_to(handle: number, account: number, command: number, written_from_object: boolean): number;
    open(rules: number, account: number, written_from_object: boolean): number;
    create(rules: number, account: number): number;
    text(ledger: number): number;
    balance(ledger: number, view: number): number;
    order(ledger: number, view: number): number;
    limits(ledger: number, view: number): number;
    view(ledger: number, view: number): number;
    affordable(ledger: number, request: number, input: number, view: number): number;
    estimate_for(ledger: number, request: number, at: number): number;
    may(ledger: number, asker: number, capability: number): boolean;
    preview(ledger: number, draft: number): number;
    preview_many(ledger: number, drafts: number): number;
    validate_transfer(ledger: number, transfer: number): number;
    apply_with_changes(ledger: number, command: number): number;
    numbers(): number;
    names(handle: number): number;
    shape(handle: number, model: number): number;
    label(handle: number, model: number, plan: number, term: number): number;
    price(handle: number, model: number, plan: number, product: number): number;
    price_for(ledger: number, model: number, at: number): number;
    costs(handle: number, model: number, plan: number, product: number, slots: number): Float64Array | undefined;
    decide(ledger: number, text: number, carry: number): number;
    rights(ledger: number, asker: number): number;
    too_large(): unknown;
    reserve(bytes: number): number;
    outbox(): number;
    answered(): number;
    new_id(): string | undefined;
    __wbg_set_wasm(exports: WebAssembly.Exports): void;
  }
  export default function makeGlue(): Glue;
}

// The wasm module, written as text; see pkg/build.mjs.
declare module "bursar:inlined" {
  const text: string;
  export default text;
}

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

// Put in by pkg/build.mjs.
declare const VERSION: string;
