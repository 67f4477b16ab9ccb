// What JSON brings that is not known yet.

/** Whether it has names and values: no list, and not nothing. */
export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
