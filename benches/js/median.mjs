/** The middle one of some samples. */
export function median(samples) {
  return samples.toSorted((a, b) => a - b)[samples.length >> 1];
}
