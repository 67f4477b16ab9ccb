/**
 * `bursar` without the wasm inside: bring the module that lies in `bursar/bursar.wasm`, once, before
 * anything else. Until then every call throws a BursarError with the code `wasm_blocked`.
 *
 * Both functions may be called again, and then do nothing; after one that failed the next tries anew.
 * Who calls `init` while another is under way waits for that one, and tries their own source where it fails.
 * What cannot be fetched, compiled or run throws a BursarError with the code `wasm_blocked` as well.
 */
export * from "./bursar.js";

/** Takes the wasm at once: as a compiled module, of whatever realm, or as its bytes. */
export function initSync(module: WebAssembly.Module | BufferSource): void;

/** Fetches the wasm, or takes it from a Response, and compiles it. */
export function init(
  source: string | URL | Request | Response | Promise<string | URL | Request | Response>,
): Promise<void>;
