// The engine's module, fetched and compiled beside everything else that has to be there before anything is priced.
import wasm from "bursar/bursar.wasm?url";
import { init } from "bursar/slim";

/** Its file did not come, which is no fault of the browser's. */
export class Unfetched extends Error {}

async function file(): Promise<Response> {
  const answer = await fetch(wasm).catch(() => undefined);
  if (!answer?.ok) throw new Unfetched();
  return answer;
}

export const ready: Promise<void> = init(file());
