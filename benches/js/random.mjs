// Numbers that look random and are the same in every run: mulberry32.
export function randomFrom(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most) => Math.floor(next() * most);
  return { below, pick: (list) => list[below(list.length)], id: () => uuid(below) };
}

/** Looks like what `newId` makes, for that is what hosts use: 36 characters. */
function uuid(below) {
  const hex = (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join("");
  return `0192${hex(4)}-${hex(4)}-7${hex(3)}-9${hex(3)}-${hex(12)}`;
}
