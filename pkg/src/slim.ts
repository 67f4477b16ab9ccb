// The entry without the wasm: whoever imports it brings the module, as bytes or compiled.
//
// For hosts that let nothing be compiled, and for pages that load the wasm as a file of its own.
import { bring, hasModule, host } from "./engine.ts";
import { failed } from "./error.ts";
import { found, kindOf, why } from "./said.ts";

host(() => {
  throw failed("wasm_blocked", "bursar/slim has no wasm yet: call `initSync`, or wait for `init`, first");
});

export function initSync(module: WebAssembly.Module | BufferSource): void {
  if (!hasModule()) bring(module);
}

type Source = string | URL | Request | Response;

let started: Promise<void> | undefined;

/** Whoever asks while another is under way waits for that one; where it fails, their own source is tried. */
export async function init(source: Source | Promise<Source>): Promise<void> {
  Promise.resolve(source).catch(() => undefined); // Where it is not needed any more, nobody else looks at it.
  while (started !== undefined) await started.catch(() => undefined);
  if (hasModule()) return;
  started = load(source).finally(() => {
    started = undefined;
  });
  return started;
}

async function load(source: Source | Promise<Source>): Promise<void> {
  const bytes = await fetched(source).catch((cause: unknown) => {
    throw failed("wasm_blocked", `the wasm of bursar cannot be fetched: ${why(cause)}`, cause);
  });
  initSync(await compiled(bytes));
}

/** Compiled aside, so that a page goes on meanwhile; why bytes do not run is told by whoever takes them. */
async function compiled(bytes: ArrayBuffer): Promise<WebAssembly.Module | ArrayBuffer> {
  try {
    return await WebAssembly.compile(bytes);
  } catch {
    return bytes;
  }
}

async function fetched(source: Source | Promise<Source>): Promise<ArrayBuffer> {
  const given = await source;
  const kind = kindOf(given);
  // A Response of another realm is no `instanceof` of ours.
  const isResponse = typeof given === "object" && given !== null && "arrayBuffer" in given && "ok" in given;
  if (!isResponse && !["String", "URL", "Request"].includes(kind)) {
    const instead = /^WebAssembly|Array/.test(kind) ? ", which `initSync` takes" : "";
    throw new TypeError(`expected its address, a Request or a Response, found ${found(given)}${instead}`);
  }
  const response = isResponse ? given : await fetch(given);
  if (!response.ok) throw new Error(`${response.url || "the Response"} has the status ${response.status}`);
  return response.arrayBuffer();
}

export * from "./bursar.ts";
