// What is thrown narrows by the guard, whichever copy of the package threw it.
import { type BursarError, isBursarError } from "bursar";
import { type Same, sure } from "./expect.ts";

export function told(error: unknown): string {
  if (!isBursarError(error)) throw error;
  sure<Same<typeof error, BursarError>>();
  sure<Same<typeof error.name, "BursarError">>();
  sure<Same<typeof error.issues, { path: string; message: string }[]>>();
  // @ts-expect-error There is no such code.
  if (error.code === "no_such_code") return "";
  return `${error.code} ${error.path} ${error.message} ${String(error.cause)}`;
}
