// `bursar/slim` is `bursar`, and the two functions that bring the wasm.
import type * as full from "bursar";
import type * as published from "bursar/slim";
import type * as made from "../../pkg/src/slim.ts";
import { type Same, sure } from "./expect.ts";

declare const slim: typeof made;

slim satisfies Pick<typeof published, "init" | "initSync">;
sure<Same<typeof made.initSync, typeof published.initSync>>();
sure<Same<typeof made.init, typeof published.init>>();
sure<Same<Exclude<keyof typeof published, keyof typeof full>, "init" | "initSync">>();
sure<Same<typeof published.Bursar, typeof full.Bursar>>();

declare const module: WebAssembly.Module;
declare const bytes: Uint8Array<ArrayBuffer>;
sure<Same<ReturnType<typeof published.init>, Promise<void>>>();
// @ts-expect-error Bytes need not be fetched.
slim.init(bytes);
slim.initSync(module);
slim.initSync(bytes);
