// What the worker asks an account to do, as it came: the engine reads it strictly.
import type { Id } from "bursar";

export interface Beginning { id: Id; rulebook: string; product?: unknown; members?: unknown }
/** A command without `by` and `at`, which the object sets. */
export type Wish = { id: Id } & Record<string, unknown>;
/** A refund of a recorded command: its draws are the store's to know. */
export interface RefundWish { id: Id; command: Id; credits?: number; note?: string }
