// Links that go nowhere but in this page.

/** Goes there when a link is followed; with a key held down the browser does with it what it does with links. */
export function within(go: () => void): (event: MouseEvent) => void {
  return (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go();
  };
}
