// The entry without the wasm: whoever imports it brings the module, as bytes or compiled.
//
// For hosts that let nothing be compiled, and for pages that load the wasm as a file of its own.
import { bring, hasModule, host } from "./engine.ts";
import { failed } from "./error.ts";

host(() => {
  throw failed("wasm_blocked", "bursar/slim has no wasm yet: call `initSync`, or wait for `init`, first");
});

export function initSync(module: WebAssembly.Module | BufferSource): void {
  if (!hasModule()) bring(module);
}

type Source = string | URL | Request | Response;

let started: Promise<void> | undefined;

/** Whoever asks while it goes on waits for the same; one that failed is forgotten, and the next tries anew. */
export async function init(source: Source | Promise<Source>): Promise<void> {
  Promise.resolve(source).catch(() => undefined); // Where it is not needed any more, nobody else looks at it.
  if (hasModule()) return;
  started ??= load(source).finally(() => {
    started = undefined;
  });
  return started;
}

async function load(source: Source | Promise<Source>): Promise<void> {
  const bytes = await fetched(source).catch((cause: unknown) => {
    throw failed("wasm_blocked", "the wasm of bursar cannot be fetched", cause);
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
  // A Response of another realm is no `instanceof` of ours.
  const response = typeof given === "object" && "arrayBuffer" in given && "ok" in given ? given : await fetch(given);
  if (!response.ok) throw new Error(`${response.url} answers with status ${response.status}`);
  return response.arrayBuffer();
}

export * from "./bursar.ts";
