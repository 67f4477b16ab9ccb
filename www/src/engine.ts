// The engine's module, fetched and compiled beside everything else that has to be there before anything is priced.
import wasm from "bursar/bursar.wasm?url";
import { init } from "bursar/slim";

export const ready: Promise<void> = init(wasm);
