// How long something takes, in milliseconds, by a clock that tells whole ones alone. It is started as it turns, and
// what is left until it turns again is told by how often it can be asked until then.
//
// On the edge itself the clock stands still while a worker works; in workerd, run by itself, it does not.

let most = 0;

/** Asks until the clock turns: when that was, and how often it was asked. */
function turned() {
  const before = Date.now();
  let now = before;
  let asked = 0;
  while (now === before) {
    now = Date.now();
    asked += 1;
  }
  // The most that was ever asked in a millisecond is where nothing came between, and this was compiled.
  most = Math.max(most, asked);
  return { now, asked };
}

export function started() {
  turned(); // So that the next is a whole millisecond, which tells how often it can be asked in one.
  const start = turned().now;
  return () => {
    const { now, asked } = turned();
    return now - start - asked / most;
  };
}
