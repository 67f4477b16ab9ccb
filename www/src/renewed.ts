// The page anew, where a part of it that is fetched when it is wanted does not come.

/**
 * Loads the page again, if somebody answers: one that is older than what is served asks for files that are gone since, and some
 * browsers never ask twice for one that did not come.
 */
export async function renewed(): Promise<void> {
  const answer = await fetch(location.pathname, { cache: "no-store" }).catch(() => undefined);
  if (answer?.ok) location.reload();
}
