/** The middle one of some samples. */
export function median(samples) {
  return samples.toSorted((a, b) => a - b)[samples.length >> 1];
}

/** Between what eight of ten of them lie. */
export function spread(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const cut = Math.floor(samples.length / 10);
  return [sorted[cut], sorted[sorted.length - 1 - cut]];
}
