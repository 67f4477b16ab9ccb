// Where one is in the page: its views, and which of them the address names.
export const views = ["generate", "credits", "plans", "usage", "company", "rulebooks"] as const;
export type View = (typeof views)[number];

/** What there is to see without an account. */
export const open: readonly View[] = ["generate", "rulebooks"];

export function viewHere(): View {
  const told = new URLSearchParams(location.search).get("view");
  return views.find((view) => view === told) ?? "generate";
}
