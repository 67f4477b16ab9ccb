// A receipt, as it is told to those who see to the bills. The page reads it too.
import type { Credits, Id, Money, Ms } from "bursar";

export interface Receipt {
  /** 1, 2, 3 and so on, in each account, without a gap. */
  number: number;
  at: Ms;
  account: Id;
  buyer: Id;
  kind: "pack" | "plan";
  /** The pack or plan, by id and by name as it was sold. */
  item: Id;
  label: string;
  /** How many packs, or seats. */
  quantity: number;
  /** What it granted at once, the bonus included. */
  credits: Credits;
  bonus: Credits;
  price: Money;
  /** The provider's id of the payment. */
  payment: string;
  wish?: Id;
  /** What went back: in money, and in credits that were revoked for it. */
  returned?: { money: Money; credits: Credits };
}

/** The newest first. `next` goes into `before` for the page after. */
export interface ReceiptPage { receipts: Receipt[]; next?: number }
