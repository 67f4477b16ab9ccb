// How many, as it is typed.

/** What stands in a field: nothing where it is empty, NaN where it is no whole number. "1.000" is a thousand to some, and one to others. */
export function wholeIn({ value, valueAsNumber, validity }: HTMLInputElement): number | undefined {
  if (validity.badInput || value.includes(".")) return NaN;
  return value === "" ? undefined : valueAsNumber;
}
