// What a browser keeps for this page: `tab` as long as the tab is there, `browser` beyond it. Where it keeps nothing, as in
// another site's frame, even to ask may throw; then nothing is there, and the page goes on.
export interface Kept {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  forget(key: string): void;
}

function kept(storage: () => Storage): Kept {
  const tried = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(storage());
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => tried((storage) => storage.getItem(key)) ?? undefined,
    set: (key, value) => tried((storage) => storage.setItem(key, value)),
    forget: (key) => tried((storage) => storage.removeItem(key)),
  };
}

export const tab = kept(() => sessionStorage);
export const browser = kept(() => localStorage);
