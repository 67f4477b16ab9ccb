// Receipts as they are told: what was written when the payment was credited, and what went back since.
import type { Id } from "bursar";
import type { ReceiptRow } from "../money/store.ts";
import type { Receipt, ReceiptPage } from "./shapes.ts";

export function receiptPage(account: Id, rows: ReceiptRow[], limit: number): ReceiptPage {
  const receipts = rows.slice(0, limit).map((row) => receipt(account, row));
  const last = receipts.at(-1);
  return { receipts, ...(rows.length > limit && last ? { next: last.number } : {}) };
}

export function receipt(account: Id, row: ReceiptRow): Receipt {
  const { number, at, buyer, kind, item, label, quantity, credits, bonus, amount, currency, payment, wish, refunded, disputed, revoked } = row;
  const disputes = Object.values(JSON.parse(disputed) as Record<string, number>).reduce((all, one) => all + one, 0);
  const back = Math.min(amount, refunded + disputes);
  return {
    number, at, account, buyer, kind, item, label, quantity, credits, bonus, price: { amount, currency }, payment,
    ...(wish === null ? {} : { wish }),
    ...(back === 0 && revoked === 0 ? {} : { returned: { money: { amount: back, currency }, credits: revoked } }),
  };
}
