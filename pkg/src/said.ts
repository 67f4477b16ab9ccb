// What was given and what a host said, for the sentences that name it.

/** What something is, as the language itself calls it, in whatever realm it was made. */
export function kindOf(given: unknown): string {
  return Object.prototype.toString.call(given).slice(8, -1);
}

/** The same for a sentence. */
export function found(given: unknown): string {
  const kind = kindOf(given);
  if (given === undefined || given === null) return `${given}`;
  return `${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** What a host said, as the end of a sentence; where it is a page's policy, what would be right. */
export function why(cause: unknown): string {
  const said = cause instanceof Error || kindOf(cause) === "Error" ? (cause as Error).message : `${cause}`;
  const sentence = (/^[^\n]*/.exec(said)?.[0] ?? "").replace(/\.$/, "");
  if (!/\bCSP\b|policy|unsafe-eval|disallowed/i.test(said)) return sentence;
  return `${sentence}: where a Content-Security-Policy is set, its script-src needs 'wasm-unsafe-eval'`;
}
