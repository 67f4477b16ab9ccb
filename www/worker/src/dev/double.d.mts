export type Thing = Record<string, unknown>;
export interface Shelf { get(key: string): Promise<unknown>; put(key: string, value: unknown): Promise<void> }
export interface Happened { nth: number; event: Thing }
export interface Shown { label: string; quantity: number; amount: number; currency: string; status: string; cancel: string }

export interface Period { start: number; end: number }

export class Double {
  constructor(shelf: Shelf, happened: (event: Happened) => Promise<void>, pages: string);
  answer(method: string, path: string, text: string, key?: string): Promise<{ status: number; body: Thing }>;
  shown(id: string): Promise<Shown | undefined>;
  pay(id: string): Promise<string | undefined>;
  begin(subscription: string): Promise<Period>;
  renew(subscription: string, begun?: Period): Promise<void>;
  refund(intent: string, amount: number): Promise<void>;
  dispute(intent: string, status: "needs_response" | "won" | "lost", amount?: number, currency?: string): Promise<void>;
}
