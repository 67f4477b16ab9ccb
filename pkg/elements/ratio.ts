// Exact numbers as the package writes them, a decimal or a fraction: to be set side by side, so that what is shown adds up.

export type Ratio = readonly [over: bigint, under: bigint];

export function ratio(text: string): Ratio {
  const [over = "", under = "1"] = text.split("/");
  const [whole = "", part = ""] = over.split(".");
  return [BigInt(whole + part), BigInt(under) * 10n ** BigInt(part.length)];
}

export const minus = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * d - c * b, b * d];
export const over = ([a, b]: Ratio, [c, d]: Ratio): Ratio => [a * d, b * c];

/** As the package would write it: a decimal where that is exact. */
export function written([a, b]: Ratio): string {
  const common = divisor(a < 0n ? -a : a, b);
  const [top, under] = [a / common, b / common];
  for (let places = 0; places <= PLACES; places++) {
    const scale = 10n ** BigInt(places);
    if (scale % under !== 0n) continue;
    const digits = String((top < 0n ? -top : top) * (scale / under)).padStart(places + 1, "0");
    return `${top < 0n ? "-" : ""}${digits.slice(0, digits.length - places)}${places > 0 ? `.${digits.slice(-places)}` : ""}`;
  }
  return `${top}/${under}`;
}

/** A product of rates and units has so many places at the most that anybody would read. */
const PLACES = 40;

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
