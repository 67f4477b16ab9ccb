// Where the focus is, and where it goes when what had it is gone: nobody who has no pointer begins at the top of the page again.

/** What has it, in whichever tree that lies. */
export function focused(): Element | undefined {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found === null || found === document.body ? undefined : found;
}

/** To what had it before, if that is still there and nothing else has it by now; else to the dialog that lies over the page, or to the view. */
export function giveBack(before: Element | undefined): void {
  if (focused() !== undefined) return;
  if (before instanceof HTMLElement && before.isConnected) before.focus();
  if (focused() !== undefined || before === undefined) return;
  // As the browser itself does where a dialog is shown: the first in it.
  const first = document.querySelector<HTMLElement>("dialog:modal :is(button, input, select, textarea):enabled");
  (first ?? document.getElementById("main"))?.focus({ preventScroll: true });
}

/** Draws the page anew; what had the focus may be gone then. */
export function keeping(draw: () => void): void {
  const before = focused();
  draw();
  if (before && !before.isConnected) queueMicrotask(() => giveBack(before));
}
