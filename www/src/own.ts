// What is looked up by a name that somebody else gave. Names that every object has by itself, `constructor` above all, are nobody's.
export const own = <T>(all: Record<string, T> | undefined, name: string | undefined): T | undefined => (all !== undefined && name !== undefined && Object.hasOwn(all, name) ? all[name] : undefined);
