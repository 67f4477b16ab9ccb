// What of a charge can still be given back. The engine cannot know what was refunded before; the store does.
import type { Draw } from "bursar";
import type { Charge } from "./store.ts";

/** The draws without their last `refunded` credits: a refund gives back what was drawn last first. */
function left(draws: Draw[], refunded: number): Draw[] {
  const kept: Draw[] = [];
  let keep = draws.reduce((sum, { credits }) => sum + credits, 0) - refunded;
  for (const draw of draws) {
    const credits = Math.min(draw.credits, keep);
    if (credits > 0) kept.push({ ...draw, credits });
    keep -= credits;
  }
  return kept;
}

/** The draws that a refund names, or, where they hold too little, how much is left. */
export function refundable(charge: Charge, asked: number | null): { draws: Draw[] } | { left: number } {
  const draws = left(charge.draws, charge.refunded);
  const rest = charge.credits - charge.refunded;
  return rest === 0 || (asked !== null && asked > rest) ? { left: rest } : { draws };
}
