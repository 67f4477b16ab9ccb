// What is asked of an account: text gives text, an object gives an object, and a decision narrows.
import type { Accepted, Account, Applied, Bursar, Command, Draft, Ledger, Refused } from "bursar";
import { type Same, sure } from "./expect.ts";

declare const bursar: Bursar;
declare const ledger: Ledger;
declare const text: string;
declare const account: Account;
declare const either: Account | string;
declare const command: Command;

sure<Same<Exclude<ReturnType<typeof applyText>, Refused>, Applied<string>>>();
sure<Same<Exclude<ReturnType<typeof applyObject>, Refused>, Applied<Account>>>();
sure<Same<Exclude<ReturnType<typeof applyEither>, Refused>, Applied<Account | string>>>();
export const applyText = () => bursar.apply(text, command);
export const applyObject = () => bursar.apply(account, command);
export const applyEither = () => bursar.apply(either, command);

const decision = ledger.apply(command);
if (decision.ok) {
  sure<Same<typeof decision.changes, object>>();
  decision satisfies Accepted;
} else {
  sure<Same<typeof decision, Refused>>();
}

const draft: Draft = { type: "tick", at: 0 };
bursar.preview(account, draft);
ledger.previewMany([draft, command]);
// @ts-expect-error What is applied has an id.
bursar.apply(account, draft);
// @ts-expect-error A spend charges something.
bursar.preview(account, { type: "spend", at: 0 });
// @ts-expect-error There is no such command.
bursar.preview(account, { type: "steal", at: 0 });
// @ts-expect-error A capability is one of six.
bursar.may(account, "owner", "fly");
// @ts-expect-error A view says when.
ledger.balance({});

using held = bursar.open(account);
held.free();
