// What an inbox has. The page reads these too.
import type { Credits, Id, Ms } from "bursar";

/** An alert that was told: `threshold` of `alert` was reached, by what it watches, which now is at `now`. */
export interface Notice { nth: number; at: Ms; alert: Id; watch: string; threshold: Credits; now: Credits }

/** The newest first. `next` goes into `before` for the page after. `unread` is the reader's own. */
export interface NoticePage { notices: Notice[]; unread: number; next?: number }

export interface Reading { read: number }
