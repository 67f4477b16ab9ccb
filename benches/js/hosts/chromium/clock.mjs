// How long something takes, in milliseconds: to 5 µs, for the page is isolated.
export function started() {
  const start = performance.now();
  return () => performance.now() - start;
}
