// How long something takes, in milliseconds, by a clock that tells whole ones alone. It is started as it turns, and
// what is left until it turns again is told by how often it can be asked until then.
//
// On the edge itself the clock stands still while a worker works; in workerd, run by itself, it does not.

/** Asks until the clock turns: when that was, and how often it was asked. */
function turned() {
  const before = Date.now();
  let now = before;
  let asked = 0;
  while (now === before) {
    now = Date.now();
    asked += 1;
  }
  return { now, asked };
}

/** How often it can be asked in a millisecond: the most is when nothing came between. */
function askedInAll() {
  turned();
  return Math.max(...Array.from({ length: 8 }, () => turned().asked));
}

let most = 0;

export function started() {
  most ||= askedInAll();
  const start = turned().now;
  return () => {
    const { now, asked } = turned();
    return now - start - Math.min(asked / most, 1);
  };
}
