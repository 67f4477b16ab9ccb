// What may come in, in zod 4. Three forms of each schema: `compiled` ahead of time by `z.compile`,
// `jit`, which compiles its objects by itself at the first parse, and `jitless`, for runtimes that
// forbid `new Function`, as the edge's do.
import * as z from "zod";
import { util } from "zod/v4/core";

const CREDITS_MAX = Number.MAX_SAFE_INTEGER;
const INSTANT_MAX = 8_640_000_000_000_000;

const id = z.string().regex(/^(?!__proto__$)[A-Za-z0-9._:@/|+=-]{1,128}$/);
const grantId = z.string().regex(/^(?!__proto__$)(?:[A-Za-z0-9._:@/|+=-]{1,128}|~[A-Za-z0-9._:@/|+=-]{1,160})$/);
const memberId = z.string().regex(/^(?!(?:__proto__|owner|system)$)[A-Za-z0-9._:@/|+=-]{1,128}$/);
const wallet = z.string().regex(/^(?:bank|team:(?!__proto__$)[A-Za-z0-9._:@/|+=-]{1,128})$/);
const counted = z.string().regex(/^(?:account|(?:member|team):(?!__proto__$)[A-Za-z0-9._:@/|+=-]{1,128})$/);
const watch = z.string().regex(/^(?:account|members|(?:member|team):(?!__proto__$)[A-Za-z0-9._:@/|+=-]{1,128})$/);
const note = z.string().max(256);
const ms = z.int().min(0).max(INSTANT_MAX);
const credits = z.int().min(0).max(CREDITS_MAX);
const someCredits = z.int().min(1).max(CREDITS_MAX);
const period = z.enum(["hour", "day", "month", "period"]);
const limits = z.array(z.strictObject({ per: period, credits }));

const grant = z.strictObject({
  source: id,
  credits: someCredits,
  of: someCredits,
  grantedAt: ms,
  expiresAt: ms.optional(),
});
const grants = z.record(grantId, grant);
const draw = z.strictObject({
  wallet,
  grant: grantId,
  source: id,
  credits: someCredits,
  of: someCredits,
  grantedAt: ms,
  expiresAt: ms.optional(),
});

const account = z.strictObject({
  schema: z.literal(1),
  id,
  product: id,
  seq: credits,
  asOf: ms,
  closed: z.literal(true).optional(),
  view: id.optional(),
  plan: z
    .strictObject({
      id,
      status: z.enum(["active", "cancelled"]),
      startedAt: ms,
      periods: credits,
      renewsAt: ms,
      endsAt: ms.optional(),
      seats: someCredits.optional(),
      allowance: someCredits.optional(),
      next: z.strictObject({ id, seats: someCredits.optional(), allowance: someCredits.optional() }).optional(),
    })
    .optional(),
  renewedAt: ms.optional(),
  endedAt: ms.optional(),
  bank: grants,
  teams: z.record(id, z.strictObject({ label: z.string().optional(), grants, limits: limits.optional() })).optional(),
  members: z
    .record(memberId, z.strictObject({ role: id, teams: z.array(id).optional(), limits: limits.optional() }))
    .optional(),
  holds: z
    .record(
      id,
      z.strictObject({
        at: ms,
        expiresAt: ms,
        from: wallet,
        draws: z.array(draw),
        by: id.optional(),
        model: id.optional(),
        note: note.optional(),
      }),
    )
    .optional(),
  alerts: z
    .record(
      id,
      z.strictObject({
        watch,
        on: z.enum(["spent", "balance"]),
        per: period.optional(),
        thresholds: z.array(credits).min(1).max(64),
        told: z.record(counted, z.strictObject({ since: ms, thresholds: z.array(credits).max(64) })).optional(),
      }),
    )
    .optional(),
  spent: z
    .record(counted, z.partialRecord(period, z.strictObject({ since: ms, credits: someCredits })))
    .optional(),
  recent: z.record(id, z.tuple([someCredits, z.string()])).optional(),
});

// A union of the three would make an issue of each that a value is not, before it finds what it is.
const value = z.custom((given) => typeof given === "string" || (typeof given === "number" && Number.isFinite(given)) || typeof given === "boolean");
const request = z.strictObject({ model: id, inputs: z.record(id, value).optional() });

/** Epoch milliseconds, or an RFC 3339 date and time with its offset. */
const instant = z.union([ms, z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);
const base = { at: instant, by: id.optional(), for: id.optional(), note: note.optional() };
const charge = { from: wallet.optional(), request: request.optional(), credits: credits.optional(), expect: credits.optional() };

// A request or credits, one of them, is asked for by the rules: a union of both would be tried in turn.
const forms = (named) => [
  z.strictObject({ ...base, ...named, type: z.literal("spend"), ...charge }),
  z.strictObject({ ...base, ...named, type: z.literal("hold"), ...charge, expiresAt: instant.optional() }),
  z.strictObject({
    ...base,
    ...named,
    type: z.literal("transfer"),
    from: wallet,
    to: wallet,
    credits: someCredits,
  }),
];
const command = z.discriminatedUnion("type", forms({ id }));
const draft = z.discriminatedUnion("type", forms({ id: id.optional() }));

const schemas = { account, command, draft, request };
const all = (parser) => Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, parser(schema)]));

/**
 * Two of the forms make code from text. Runtimes at the edge forbid it: workerd lets it be done while a worker starts,
 * which is when `compiled` can do it and `jit` does not.
 */
const mayCompile = (() => {
  try {
    return Boolean(new Function(""));
  } catch {
    return false;
  }
})();

const makers = {
  compiled: mayCompile && ((schema) => {
    const compiled = z.compile(schema);
    return (value) => compiled.parse(value);
  }),
  jit: util.allowsEval.value && ((schema) => (value) => schema.parse(value)),
  jitless: (schema) => (value) => schema.parse(value, { jitless: true }),
  none: () => (value) => value,
};

/**
 * Each form is a record of functions that give back what they were given, checked, or throw. They are made when they are
 * first looked at: who takes one does not wait for the others.
 */
export const forms4 = {};
for (const [form, maker] of Object.entries(makers)) {
  let made;
  if (maker) Object.defineProperty(forms4, form, { enumerable: true, get: () => (made ??= all(maker)) });
}
