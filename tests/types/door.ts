// The implementation is what the published types say, constructors and functions included.
import type * as published from "bursar";
import type * as made from "../../pkg/src/bursar.ts";
import { type Same, sure } from "./expect.ts";

declare const api: typeof made;

api satisfies {
  Bursar: new (...rules: ConstructorParameters<typeof published.Bursar>) => published.Bursar;
  BursarError: new (message?: string) => published.BursarError;
  isBursarError: typeof published.isBursarError;
  newId: typeof published.newId;
  version: typeof published.version;
};

// And no more than the published types say.
sure<Same<keyof made.Bursar, keyof published.Bursar>>();
sure<Same<keyof ReturnType<made.Bursar["open"]>, keyof published.Ledger>>();
sure<Same<Exclude<keyof typeof made, keyof typeof published>, never>>();
