// One line of JSON for each thing that happened. Headers, bodies and cookies are never passed in, so no token gets here.
type Fact = string | number | boolean | undefined;

export function log(level: "info" | "error", what: string, facts: Record<string, Fact>): void {
  const line = JSON.stringify({ level, what, ...facts });
  if (level === "error") console.error(line);
  else console.log(line);
}

/** An error in one line: its message and where, without what it was about. */
export const described = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error)).replace(/\n\s*/g, " | ");
