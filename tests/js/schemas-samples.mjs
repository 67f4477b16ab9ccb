// Documents to try the schemas on: right ones that use every field, and wrong ones.

/** Rules in which every field stands somewhere. */
export const everyField = {
  $schema: "../../pkg/schemas/rules.schema.json",
  schema: 1,
  name: "Every field",
  unit: { one: "token", many: "tokens" },
  currency: "USD",
  contact: { sales: "sales@example.com" },
  products: ["app", "api"],
  sources: [
    { id: "kept", label: "Kept", needsPlan: "any", endsWithPlan: true },
    { id: "monthly" },
    { id: "bought", needsPlan: "paid", endsWithPlan: false },
  ],
  plans: {
    free: { paid: false, every: "day" },
    premium: {
      label: "Premium",
      paid: true,
      every: "month",
      price: 1200,
      allowance: { source: "monthly", credits: 8500, per: "seat" },
      rollover: { into: "kept", cap: 25500, per: "account", expiresAfterPeriods: 3 },
      renews: "command",
      discount: "0.25",
      prices: { film: [{ rate: 1 }], speech: [] },
      offered: false,
    },
  },
  fallbackPlan: "free",
  packs: { small: { label: "Small", credits: 100, bonus: 10, price: 500, min: 1, max: 9, expiresAfterDays: 365 } },
  purchase: { source: "bought", consent: "I agree", inAppLimit: 999900 },
  roles: {
    all: { label: "All", can: ["generate", "viewBalance", "viewUsage", "billing", "transfer", "manage"] },
    artist: { can: ["generate"], limits: [{ per: "hour", credits: 5000 }, { per: "period", credits: 0 }] },
  },
  bankFor: "all",
  remember: 64,
  holdMs: 3600000,
  models: {
    film: {
      label: "Film",
      inputs: {
        seconds: { label: "Length", type: "number", unit: "second", min: 1, max: "60", step: 0.5, default: 5 },
        frames: { type: "number", of: [24, "30"], assume: "max" },
        size: {
          label: "Size",
          type: "choice",
          of: ["720p", "1080p"],
          labels: { "720p": "HD" },
          default: "720p",
          plans: { "1080p": ["premium"] },
        },
        sound: { label: "Sound", type: "flag", default: false },
        prompt: { label: "Prompt", type: "text", measure: "characters", max: 5000 },
      },
      price: [
        { label: "Picture", rate: { by: ["size"], cells: { "720p": 5, "1080p": "8.25" } }, times: ["seconds"] },
        { rate: { by: ["size", "frames"], cells: { "720p": { 24: 1, 30: 2 } } } },
        { rate: { by: ["size", "frames", "sound"], cells: { "720p": { 24: { true: 1, false: 0 } } } } },
        { rate: { by: ["size", "frames", "sound", "seconds"], cells: { "720p": { 24: { true: { 1: 3, 1.5: 4 } } } } } },
        {
          label: "Sound",
          rate: "0.025",
          times: [
            { of: ["seconds", "frames"], plus: ["prompt"], beyond: 100, atLeast: 1, unit: 60 },
            { of: "prompt", block: 50 },
            { by: "size", cells: { "720p": 1, "1080p": 2 } },
          ],
          when: { sound: true, frames: [24, 30], size: "720p" },
        },
        { rate: { by: { of: "prompt" }, steps: [{ upTo: 1000, rate: 1 }, { rate: 2 }] } },
        { rate: { by: "seconds", steps: [{ rate: 1e-12 }] } },
      ],
      each: "frames",
      round: "nearest",
      roundTo: 10,
      atLeast: 1,
      atMost: "5000",
      plans: ["free", "premium"],
      products: ["app"],
    },
    speech: { inputs: { text: { type: "text", measure: "bytes" } }, price: [] },
  },
};

const { plans, packs, purchase, models } = everyField;
const film = (inputs) => ({ models: { ...models, film: { inputs } } });
const many = (count, thing) => Object.fromEntries(Array.from({ length: count }, (_, place) => [`x${place}`, thing]));

/** Wrong rules that no change of a single value brings about: what is wrong, and the fields that make it so. */
export const combinations = [
  ["the same number twice", { ...everyField, ...film({ n: { type: "number", of: [8, "8.0"] } }) }],
  ["a number out of its range", { ...everyField, ...film({ n: { type: "number", max: 7, of: [8] } }) }],
  [
    "half an image unless told otherwise",
    { ...everyField, models: { ...models, film: { inputs: { n: { type: "number", default: 0.5 } }, each: "n" } } },
  ],
  ["more credits than there can be", { ...everyField, packs: { small: { ...packs.small, credits: 2 ** 53 - 1 } } }],
  ["a roll-over into an allowance", { ...everyField, plans: { ...plans, premium: { ...plans.premium, rollover: { into: "monthly", cap: 1 } } } }],
  ["half a character", { ...everyField, name: "\ud83c" }],
  ["allowances bought", { ...everyField, purchase: { source: "monthly" } }],
  ...[
    ["a plan's price without a currency", { plans: { premium: { paid: true, every: "month", price: 1200 } } }],
    ["a pack's price without a currency", { packs, purchase: { source: "bought" } }],
    ["a limit without a currency", { purchase }],
    ["101 sources", { sources: Array.from({ length: 101 }, (_, place) => ({ id: `x${place}` })) }],
    ["1,001 plans", { plans: many(1001, { paid: false, every: "day" }) }],
    ["1,001 packs", { currency: "USD", packs: many(1001, { credits: 1, price: 1 }), purchase }],
    ["101 roles", { roles: many(101, { can: [] }) }],
    ["10,001 models", { models: many(10_001, {}) }],
    ["65 inputs", { models: { film: { inputs: many(65, { type: "flag" }) } } }],
  ].map(([what, fields]) => [what, { schema: 1, name: "Wrong", sources: [{ id: "bought" }], ...fields }]),
];

/** Rules that know every name in the account below. */
export const accountRules = {
  schema: 1,
  name: "Of the account",
  currency: "USD",
  sources: [{ id: "monthly" }, { id: "bought" }],
  plans: {
    premium: { paid: true, every: "month", allowance: { source: "monthly", credits: 500 } },
    growth: { paid: true, every: "month", allowance: { source: "monthly", credits: 900, per: "seat" } },
  },
  packs: { small: { credits: 100, price: 500 } },
  purchase: { source: "bought" },
  roles: { admin: { can: ["generate", "manage"] }, artist: { can: ["generate"] } },
  models: { film: { inputs: { seconds: { type: "number" } }, price: [{ rate: 12, times: ["seconds"] }] } },
};

/** What the account pays for, where it must be read. */
export const accountRequest = { model: "film", inputs: { seconds: 5 } };

const start = Date.UTC(2026, 0, 31);
const end = Date.UTC(2026, 1, 28);

/** An account in which every field stands somewhere, but for those of a closed one and of a view. */
export const account = {
  schema: 1,
  id: "acme",
  product: "app",
  seq: 7,
  asOf: start + 7_200_000,
  plan: {
    id: "premium",
    status: "cancelled",
    startedAt: start,
    periods: 0,
    renewsAt: end,
    endsAt: end,
    seats: 2,
    allowance: 700,
    next: { id: "growth", seats: 3, allowance: 900 },
  },
  renewedAt: start,
  endedAt: start,
  bank: {
    [`~monthly:${start}`]: { source: "monthly", credits: 600, of: 700, grantedAt: start },
    pay_1: { source: "bought", credits: 40, of: 100, grantedAt: start, expiresAt: end },
  },
  teams: {
    alpha: {
      label: "Alpha",
      grants: { pay_1: { source: "bought", credits: 10, of: 100, grantedAt: start, expiresAt: end } },
      limits: [{ per: "day", credits: 1000 }],
    },
    beta: { grants: {} },
  },
  members: { ada: { role: "admin" }, ben: { role: "artist", teams: ["alpha"], limits: [{ per: "hour", credits: 100 }] } },
  holds: {
    "job-7": {
      at: start + 3_600_000,
      expiresAt: start + 86_400_000,
      from: "team:alpha",
      draws: [
        { wallet: "team:alpha", grant: "pay_1", source: "bought", credits: 50, of: 100, grantedAt: start, expiresAt: end },
        { wallet: "bank", grant: `~monthly:${start}`, source: "monthly", credits: 10, of: 700, grantedAt: start },
      ],
      by: "ben",
      model: "film",
      note: "job 7",
    },
  },
  alerts: {
    a1: {
      watch: "members",
      on: "spent",
      per: "day",
      thresholds: [50, 500],
      told: { "member:ben": { since: start, thresholds: [50] } },
    },
    a2: { watch: "account", on: "balance", thresholds: [100] },
  },
  spent: {
    "member:ben": { hour: { since: start + 3_600_000, credits: 60 }, day: { since: start, credits: 60 } },
    "team:alpha": { day: { since: start, credits: 60 } },
  },
  recent: { pay_1: [1, "5f2b"], "job-7": [7, "90aa"] },
};

/** The same account after its end: of what it held, only members, teams and what is remembered stay. */
export const closedAccount = {
  ...Object.fromEntries(["schema", "id", "product", "seq", "asOf", "members", "recent"].map((field) => [field, account[field]])),
  closed: true,
  bank: {},
  teams: { alpha: { ...account.teams.alpha, grants: {} }, beta: account.teams.beta },
};

const grant = account.bank.pay_1;
const hold = account.holds["job-7"];

/** No accounts: what is wrong, and the fields that make it so; what is undefined is left out. */
export const noAccounts = [
  ["another version", { schema: 2 }],
  ["no bank", { bank: undefined }],
  ["no seq", { seq: undefined }],
  ["an unknown field", { balance: 10 }],
  ["an id of two words", { id: "two words" }],
  ["an instant as a text", { asOf: "2026-01-31T00:00:00Z" }],
  ["an instant past the last", { asOf: 8_640_000_000_000_001 }],
  ["half a command", { seq: 0.5 }],
  ["closed: false", { closed: false }],
  ["null for no plan", { plan: null }],
  ["a plan in trouble", { plan: { ...account.plan, status: "overdue" } }],
  ["a plan without a seat", { plan: { ...account.plan, seats: 0 } }],
  ["a plan that goes on and ends", { plan: { ...account.plan, status: "active" } }],
  ["a negative grant", { bank: { g: { ...grant, credits: -1 } } }],
  ["an emptied grant", { bank: { g: { ...grant, credits: 0 } } }],
  ["half a credit", { bank: { g: { ...grant, credits: 0.5 } } }],
  ["more credits than there are", { bank: { g: { ...grant, of: 2 ** 53 } } }],
  ["a grant without a source", { bank: { g: { ...grant, source: undefined } } }],
  ["a grant by a bad id", { bank: { "~": grant } }],
  ["grants as a list", { bank: [grant] }],
  ["a team without grants", { teams: { alpha: { label: "Alpha" } } }],
  ["a member called owner", { members: { owner: { role: "admin" } } }],
  ["a member called system", { members: { system: { role: "admin" } } }],
  ["a member without a role", { members: { ada: {} } }],
  ["a member twice in a team", { members: { ada: { role: "admin", teams: ["alpha", "alpha"] } } }],
  ["a limit for a week", { teams: { alpha: { grants: {}, limits: [{ per: "week", credits: 1 }] } } }],
  ["a hold from nowhere", { holds: { h: { ...hold, from: "alpha" } } }],
  ["a hold without an end", { holds: { h: { ...hold, expiresAt: undefined } } }],
  ["a hold of the system's own", { holds: { h: { ...hold, by: "system" } } }],
  ["a note of 257 characters", { holds: { h: { ...hold, note: "x".repeat(257) } } }],
  ["a draw of nothing", { holds: { h: { ...hold, draws: [{ ...hold.draws[0], credits: 0 }] } } }],
  ["an alert on nobody", { alerts: { a: { watch: "everyone", on: "balance", thresholds: [1] } } }],
  ["an alert without thresholds", { alerts: { a: { watch: "account", on: "balance", thresholds: [] } } }],
  ["a threshold twice", { alerts: { a: { watch: "account", on: "balance", thresholds: [1, 1] } } }],
  ["an alert on spending without a window", { alerts: { a: { watch: "account", on: "spent", thresholds: [1] } } }],
  ["an alert on a balance with a window", { alerts: { a: { watch: "account", on: "balance", per: "day", thresholds: [1] } } }],
  ["an alert on the members' balances", { alerts: { a: { watch: "members", on: "balance", thresholds: [1] } } }],
  ["65 thresholds", { alerts: { a: { watch: "account", on: "balance", thresholds: [...Array(65).keys()] } } }],
  ["65 thresholds told", { alerts: { a: { ...account.alerts.a1, told: { account: { since: 0, thresholds: [...Array(65).keys()] } } } } }],
  ["a threshold told twice", { alerts: { a: { ...account.alerts.a1, told: { account: { since: 0, thresholds: [50, 50] } } } } }],
  ["counted for a stranger", { spent: { bank: { day: { since: 0, credits: 1 } } } }],
  ["counted, but nothing spent", { spent: { account: { day: { since: 0, credits: 0 } } } }],
  ["counted for a week", { spent: { account: { week: { since: 0, credits: 1 } } } }],
  ["a command before the first", { recent: { c: [0, "5f2b"] } }],
  ["a command remembered before the first", { seq: 0 }],
  ["a command without its digest", { recent: { c: [1] } }],
  ["a command with too much", { recent: { c: [1, "5f2b", 0] } }],
  ["closed with all it had", { closed: true }],
  ["10,001 teams", { teams: many(10_001, { grants: {} }), members: undefined, holds: undefined }],
  ["100,001 members", { members: many(100_001, { role: "admin" }) }],
  ["10,001 holds", { holds: many(10_001, { ...hold, from: "bank", draws: [] }) }],
  ["1,001 alerts", { alerts: many(1001, account.alerts.a2) }],
  ["1,001 commands", { seq: 1001, recent: Object.fromEntries(Array.from({ length: 1001 }, (_, place) => [`x${place}`, [place + 1, "5f2b"]])) }],
];

/** The same for a closed account. */
export const noClosedAccounts = [
  ...["plan", "renewedAt", "endedAt", "bank", "teams", "holds", "alerts", "spent"].map((field) => [`closed with its ${field}`, { [field]: account[field] }]),
];

/** Accounts that are wrong in a way that no schema can tell: what is wrong, and the fields that make it so. */
export const accountCombinations = [
  ["more credits than there can be", { bank: { a: { ...grant, credits: 2 ** 53 - 1, of: 2 ** 53 - 1 }, b: grant } }],
  ["more held than there was", { holds: { h: { ...hold, draws: [{ ...hold.draws[0], credits: 101 }] } } }],
  ["half a character", { teams: { ...account.teams, beta: { label: "\ud83c", grants: {} } } }],
  ["an alert on a stranger", { alerts: { a: { ...account.alerts.a2, watch: "member:cleo" } } }],
  ["an alert on a team that is gone", { alerts: { a: { ...account.alerts.a2, watch: "team:gamma" } } }],
  ["100,001 grants, not all in one wallet", { bank: many(100_000, { ...grant, credits: 1 }) }],
];

const base = { id: "c1", at: "2026-02-01T12:00:00Z", by: "system" };
const request = accountRequest;

/** Of an earlier spend: the first grant is gone since, and to the second there is as much to give back. */
const draws = [
  { wallet: "team:alpha", grant: "pay_0", source: "bought", credits: 50, of: 100, grantedAt: start, expiresAt: end },
  { wallet: "bank", grant: `~monthly:${start}`, source: "monthly", credits: 10, of: 700, grantedAt: start },
];

/** Commands of every type, with every field. */
export const commands = [
  { ...base, type: "spend", by: "ada", note: "job 1", from: "bank", request, expect: 60 },
  { ...base, type: "spend", for: "ben", credits: 10 },
  { ...base, type: "hold", by: "ben", request, expiresAt: "2026-02-02T00:00:00.5+01:00" },
  { ...base, type: "hold", from: "team:alpha", credits: 5 },
  { ...base, type: "spend", credits: 0 },
  { ...base, type: "settle", hold: "job-7" },
  { ...base, type: "settle", hold: "job-7", credits: 0 },
  { ...base, type: "settle", hold: "job-7", request },
  { ...base, type: "release", hold: "job-7" },
  { ...base, type: "refund", draws, credits: 20, model: "film" },
  { ...base, type: "transfer", by: "ada", from: "bank", to: "team:beta", credits: 20 },
  { ...base, type: "transfer", by: "ada", from: "bank", to: { account: "other", product: "api" }, credits: 20 },
  { ...base, type: "purchase", pack: "small", quantity: 2, consent: "I agree" },
  { ...base, type: "grant", for: "owner", source: "bought", credits: 20, to: "team:beta", expiresAt: 1_800_000_000_000 },
  { ...base, type: "revoke", grant: `~monthly:${start}`, credits: 20 },
  { ...base, type: "subscribe", plan: "growth", seats: 3, allowance: 900, when: "periodEnd" },
  { ...base, type: "cancel", when: "periodEnd", until: "2027-01-31T00:00:00Z" },
  { ...base, type: "renew", by: "system" },
  { ...base, type: "close", by: "system" },
  { ...base, type: "setTeam", by: "ada", team: "gamma", label: "Gamma", limits: [{ per: "month", credits: 5 }] },
  { ...base, type: "removeTeam", by: "ada", team: "beta" },
  { ...base, type: "setMember", by: "ada", member: "cleo", role: "artist", teams: ["beta"], limits: [{ per: "period", credits: 5 }] },
  { ...base, type: "removeMember", by: "ada", member: "ben" },
  { ...base, type: "setAlert", by: "ada", alert: "a3", watch: "team:alpha", on: "spent", per: "month", thresholds: [500, 50] },
  { ...base, type: "removeAlert", by: "ada", alert: "a1" },
  { ...base, at: 1_780_000_000_000, type: "tick", by: "system" },
];

/** No commands. */
export const noCommands = [
  ["no type", { ...base }],
  ["an unknown type", { ...base, type: "burn" }],
  ["no instant", { id: "c1", type: "tick" }],
  ["a date alone", { ...base, at: "2026-02-01", type: "tick" }],
  ["a day that there is not", { ...base, at: "2026-02-30T00:00:00Z", type: "tick" }],
  ["before 1970", { ...base, at: "1969-12-31T23:59:59Z", type: "tick" }],
  ["no offset", { ...base, at: "2026-02-01T12:00:00", type: "tick" }],
  ["half a millisecond", { ...base, at: 0.5, type: "tick" }],
  ["an id of the engine's", { ...base, id: "~c1", type: "tick" }],
  ["another command's field", { ...base, type: "tick", credits: 5 }],
  ["for the system", { ...base, type: "tick", for: "system" }],
  ["a long note", { ...base, type: "tick", note: "x".repeat(257) }],
  ["a charge of nothing told", { ...base, type: "spend" }],
  ["a charge told twice", { ...base, type: "spend", request, credits: 5 }],
  ["a quote for plain credits", { ...base, type: "spend", credits: 5, expect: 5 }],
  ["an unknown field in a request", { ...base, type: "spend", request: { ...request, count: 2 } }],
  ["an input that is a list", { ...base, type: "spend", request: { model: "film", inputs: { seconds: [5] } } }],
  ["an input with too many digits", { ...base, type: "spend", request: { model: "film", inputs: { seconds: -1e15 } } }],
  ["a negative spend", { ...base, type: "spend", credits: -5 }],
  ["a settle told twice", { ...base, type: "settle", hold: "job-7", credits: 5, request }],
  ["a refund of nothing", { ...base, type: "refund", draws: [] }],
  ["a refund of no credits", { ...base, type: "refund", draws, credits: 0 }],
  ["a transfer of nothing", { ...base, type: "transfer", from: "bank", to: "team:beta", credits: 0 }],
  ["a transfer to nowhere", { ...base, type: "transfer", from: "bank", credits: 5 }],
  ["a transfer to an account without a product", { ...base, type: "transfer", from: "bank", to: { account: "other" }, credits: 5 }],
  ["half a pack", { ...base, type: "purchase", pack: "small", quantity: 0.5 }],
  ["a grant of nothing", { ...base, type: "grant", source: "bought", credits: 0 }],
  ["a plan from tomorrow", { ...base, type: "subscribe", plan: "growth", when: "tomorrow" }],
  ["a plan without a seat", { ...base, type: "subscribe", plan: "growth", seats: 0 }],
  ["an end now and until later", { ...base, type: "cancel", when: "now", until: "2027-01-31T00:00:00Z" }],
  ["a member called owner", { ...base, type: "setMember", member: "owner", role: "artist" }],
  ["an alert on spending without a window", { ...base, type: "setAlert", alert: "a3", watch: "account", on: "spent", thresholds: [5] }],
  ["an alert on a balance with a window", { ...base, type: "setAlert", alert: "a3", watch: "account", on: "balance", per: "day", thresholds: [5] }],
  ["an alert on the members' balances", { ...base, type: "setAlert", alert: "a3", watch: "members", on: "balance", thresholds: [5] }],
  ["65 thresholds", { ...base, type: "setAlert", alert: "a3", watch: "account", on: "balance", thresholds: [...Array(65).keys()] }],
];

/** Instants near the edges of what there is, in every spelling: in time or not, as the engine says. */
export const instants = [
  "1970-01-01T00:00:00Z",
  "1970-01-01t00:00:00.001z",
  "1970-01-01T01:00:00+01:00",
  "1970-01-01T00:59:59.999+01:00",
  "1969-12-31T23:00:00-01:00",
  "1969-12-31T22:59:59-01:00",
  "1969-12-31T23:59:59-00:00",
  "1969-12-31T23:59:59+00:00",
  "1969-12-30T23:00:00-23:59",
  "0000-02-29T00:00:00Z",
  "1600-02-29T00:00:00Z",
  "1972-02-29T00:00:00Z",
  "1973-02-29T00:00:00Z",
  "2000-02-29T00:00:00Z",
  "2024-02-29T23:59:59.99-23:59",
  "2026-02-28T00:00:00Z",
  "2026-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-12-31T00:00:00Z",
  "2026-12-32T00:00:00Z",
  "2026-00-01T00:00:00Z",
  "2026-01-00T00:00:00Z",
  "2100-02-29T00:00:00Z",
  "2400-02-29T00:00:00Z",
  "9999-12-31T23:59:59.999-23:59",
  "10000-01-01T00:00:00Z",
  "+2026-01-31T00:00:00Z",
  "2026-01-31T24:00:00Z",
  "2026-01-31T23:59:60Z",
  "2026-01-31T23:59Z",
  "2026-01-31T23:59:59.Z",
  "2026-01-31T23:59:59.1234Z",
  "2026-01-31 23:59:59Z",
  "2026-01-31T23:59:59+24:00",
  "2026-01-31T23:59:59+00:60",
  "2026-01-31T23:59:59+0000",
  "2026-01-31T23:59:59",
  "2026-01-31T23:59:59Z\n",
  8_640_000_000_000_000,
  8_640_000_000_000_001,
];

/** Commands that are wrong in a way that no schema can tell. */
export const commandCombinations = [
  ["a refund of more than was drawn", { ...base, type: "refund", draws, credits: 61 }],
  ["a refund of more than there can be", { ...base, type: "refund", draws: Array(2).fill({ ...draws[0], credits: 2 ** 53 - 1, of: 2 ** 53 - 1 }) }],
  ["a refund of what was not spent", { ...base, type: "refund", draws: hold.draws }],
  ["a refund of more than a grant ever had", { ...base, type: "refund", draws: [{ ...draws[0], credits: 101 }] }],
  ["a refund of another kind", { ...base, type: "refund", draws: [{ ...draws[1], source: "bought" }] }],
  ["a grant that is gone at once", { ...base, type: "grant", source: "bought", credits: 20, expiresAt: base.at }],
  ["a cost that cannot be counted", { ...base, type: "spend", request: { model: "film", inputs: { seconds: 999_999_999_999_999 } } }],
  ["half a character", { ...base, type: "tick", note: "\ud83c" }],
  ["nobody asks, and there are members", { id: base.id, at: base.at, type: "tick" }],
];
