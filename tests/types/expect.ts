// How types are tested: what must be the same is `Same`, what must be an error stands below `@ts-expect-error`.

/** True where two types are one and the same. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Takes nothing but true. */
export function sure<_ extends true>(): void {}
