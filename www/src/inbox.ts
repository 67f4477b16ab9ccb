// The inbox of alerts, for those who manage: how many are unread, what they say, and those that were told just now.
import type { Notice } from "../worker/src/inbox/shapes.ts";
import * as api from "./api.ts";

/** What was told while somebody looks is shown until they close it; not more of it than they can read. */
const freshMost = 3;

export class Inbox {
  open = false;
  unread = 0;
  notices: Notice[] | undefined;
  next: number | undefined;
  fresh: Notice[] = [];
  /** What was asked for last, where no answer came. */
  missed: (() => Promise<void>) | undefined;
  #account: string | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Of this account from now on; of none, where it is nobody's to read. */
  async of(account: string | undefined): Promise<void> {
    if (account === this.#account) return;
    Object.assign(this, { open: false, unread: 0, notices: undefined, next: undefined, fresh: [], missed: undefined });
    this.#account = account;
    await this.look();
  }

  /** Alerts that were told just now. */
  async told(notices: Notice[]): Promise<void> {
    if (this.#account === undefined || notices.length === 0) return;
    this.fresh = [...notices, ...this.fresh].slice(0, freshMost);
    this.#changed();
    await this.look();
  }

  async look(): Promise<void> {
    const account = this.#account;
    if (account === undefined) return;
    const told = await api.inbox(account);
    if (account !== this.#account) return;
    this.missed = told.kind === "told" ? undefined : () => this.look();
    if (told.kind === "told") {
      this.notices = told.answer.notices;
      this.unread = told.answer.unread;
      this.next = told.answer.next;
    }
    this.#changed();
    if (this.open) await this.#read();
  }

  async more(): Promise<void> {
    const account = this.#account;
    if (account === undefined || this.next === undefined) return;
    const told = await api.inbox(account, this.next);
    if (account !== this.#account) return;
    this.missed = told.kind === "told" ? undefined : () => this.more();
    if (told.kind === "told") {
      this.notices = [...(this.notices ?? []), ...told.answer.notices];
      this.next = told.answer.next;
    }
    this.#changed();
  }

  /** Who opens it has read it, up to what is there. */
  async show(): Promise<void> {
    this.open = true;
    this.fresh = [];
    this.#changed();
    await this.#read();
  }

  close(): void {
    this.open = false;
    this.#changed();
  }

  async #read(): Promise<void> {
    const newest = this.notices?.[0];
    if (this.#account === undefined || !newest || this.unread === 0) return;
    const told = await api.readInbox(this.#account, newest.nth);
    if (told.kind !== "told") return;
    this.unread = 0;
    this.#changed();
  }
}
