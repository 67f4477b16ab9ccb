// The parts of the view of rulebooks, and which of them the address names.
export const parts = ["shelf", "editor", "compare"] as const;
export type Part = (typeof parts)[number];

export function partHere(): Part {
  const told = new URLSearchParams(location.search).get("part");
  return parts.find((part) => part === told) ?? "shelf";
}
