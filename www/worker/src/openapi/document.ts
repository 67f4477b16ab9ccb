// The API document, OpenAPI 3.1: a line for each operation, over the schemas that are made of the code's own types.
import { version } from "bursar";
import schemas from "./schemas.json";

type Name = keyof typeof schemas;
type Status = 101 | 200 | 201 | 204 | 400 | 401 | 402 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 502 | 503;

const ref = (name: Name) => ({ $ref: `#/components/schemas/${name}` });
const json = (...names: Name[]) => ({ "application/json": { schema: names.length === 1 && names[0] ? ref(names[0]) : { anyOf: names.map(ref) } } });

/** Lines, or a page: generators of clients leave out what has no schema at all. */
const text = { type: "string" };

/** What any request may be answered, whatever it asks. */
const always: Partial<Record<Status, string>> = { 401: "Not signed in.", 500: "Something went wrong here." };
const problems: Partial<Record<Status, string>> = {
  ...always,
  400: "What was sent is no such thing; every fault is named.",
  413: "The body is too large.",
  415: "The body is not JSON.",
};
/** Refused, in the engine's words or the worker's. */
const refusals: Partial<Record<Status, string>> = {
  402: "Credits or a plan are missing.",
  403: "Not allowed.",
  404: "Something that is named is not there.",
  409: "It is not as the request takes it to be.",
  422: "It cannot be had so.",
  429: "A limit is reached, or there are too many requests; `Retry-After` says how long to wait.",
};

const query = (name: string, description: string, type: "string" | "integer" = "string", required = false) => ({ name, in: "query", description, required, schema: { type } });
const limit = (most: number) => ({ ...query("limit", `At most so many, 1 to ${most.toLocaleString("en")}.`), schema: { type: "integer", minimum: 1, maximum: most } });
const locale = query("locale", "In whose way numbers and dates are written, `de` or `en-GB`; without it, as the browser asks.");
const wallet = { ...query("wallet", "The only wallet to look at: `bank`, or `team:` and a team's id."), schema: { type: "string", pattern: "^(bank|team:.+)$" } };
const rules = { name: "bursar-rules", in: "header", description: "The digest of the rules that the client has: by others nothing is decided.", required: false, schema: { type: "string" } };

const away: Partial<Record<Status, object>> = {
  502: { description: "The payment provider did not take it; nothing was charged.", content: json("Problem") },
  503: { description: "No payment provider is set up.", content: json("Problem") },
};

interface Operation {
  summary: string;
  answer?: Name[];
  body?: Name;
  /** What is sent where that is no JSON of a shape of ours, by its type. */
  takes?: string;
  status?: 200 | 201 | 204;
  more?: Partial<Record<Status, object>>;
  query?: object[];
  public?: true;
}

function operation(path: string, { summary, answer, body, takes, status = 200, more = {}, query = [], public: open }: Operation): object {
  const worded = (words: Partial<Record<Status, string>>, names: Name[]) =>
    Object.fromEntries(Object.entries(words).map(([code, description]) => [code, { description, content: json(...names) }]));
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  return {
    summary,
    ...(named.length + query.length > 0 ? { parameters: [...named, ...query] } : {}),
    ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
    ...(takes ? { requestBody: { required: true, content: { [takes]: { schema: takes === "application/json" ? { type: "object" } : text } } } } : {}),
    ...(open ? { security: [] } : {}),
    responses: {
      [status]: { description: "As asked.", ...(answer ? { content: json(...answer) } : {}) },
      ...more,
      ...worded(problems, ["Problem"]),
      ...worded(refusals, ["Refused", "Problem"]),
    },
  };
}

const table: Record<string, Record<string, Operation>> = {
  "/healthz": { get: { summary: "Whether the worker is there.", answer: ["Health"], public: true } },
  "/metrics": {
    get: { summary: "What is counted, as Prometheus reads it. The operator's.", more: { 200: { description: "As asked.", content: { "text/plain": { schema: text } } } } },
  },
  "/v1/rulebooks": { get: { summary: "The rulebooks that are served.", answer: ["RulebookNames"], public: true } },
  "/v1/rulebooks/{rulebook}": { get: { summary: "A rulebook.", answer: ["Rulebook"], public: true } },
  "/v1/rulebooks/{rulebook}/rates": {
    get: { summary: "The table of rates.", answer: ["Rates"], query: [query("plan", "For whom is on this plan."), query("product", "In this product.")], public: true },
  },
  "/v1/rulebooks/{rulebook}/estimates": { post: { summary: "What a request costs by the list.", body: "EstimateQuestion", answer: ["Estimate"], public: true } },
  "/v1/rulebooks/{rulebook}/accounts": {
    get: {
      summary: "Looks at a page of the accounts of a rulebook, and tells which do not fit the rules that are deployed, which were not looked after in time, which cannot be asked, and why. The operator's.", answer: ["Standings"],
      query: [limit(100), query("after", "What `next` told.")],
    },
  },
  "/v1/session": {
    get: { summary: "Who is signed in, if anybody is; where to sign in.", answer: ["Session"], public: true },
    post: { summary: "Keeps a token in a cookie, for the page.", body: "SessionToken", answer: ["Session"], public: true },
    delete: { summary: "Signs out.", status: 204, public: true },
  },
  "/v1/accounts/{account}": {
    put: { summary: "Makes an account. The operator's.", body: "Beginning", answer: ["Begun"], more: { 201: { description: "It was made.", content: json("Begun") } } },
    get: { summary: "By which rules the account runs, and as whom it is asked.", answer: ["Head"] },
  },
  "/v1/accounts/{account}/view": { get: { summary: "As much of the account as the asker may see.", answer: ["Account"] } },
  "/v1/accounts/{account}/balance": { get: { summary: "What is there.", answer: ["Balance"], query: [wallet] } },
  "/v1/accounts/{account}/order": { get: { summary: "What is spent first.", answer: ["Order"], query: [wallet] } },
  "/v1/accounts/{account}/limits": { get: { summary: "The limits that a spend meets.", answer: ["Limits"], query: [wallet] } },
  "/v1/accounts/{account}/rates": { get: { summary: "The table of rates for this account.", answer: ["Rates"] } },
  "/v1/accounts/{account}/estimates": { post: { summary: "What a request costs this account.", body: "Request", answer: ["Estimate"] } },
  "/v1/accounts/{account}/affordable": { post: { summary: "The most that can be paid for.", body: "AffordableQuestion", answer: ["Affordable"] } },
  "/v1/accounts/{account}/previews": { post: { summary: "What a command would come to.", body: "SentDraft", answer: ["Accepted"] } },
  "/v1/accounts/{account}/commands": { post: { summary: "Carries out a command, once.", body: "SentCommand", answer: ["Accepted"], query: [rules] } },
  "/v1/accounts/{account}/commands/{command}": { get: { summary: "What was told of a command. The operator's.", answer: ["Recorded"] } },
  "/v1/accounts/{account}/entries": {
    get: { summary: "The history, the newest first.", answer: ["EntryPage"], query: [limit(1000), query("before", "What `next` told.")] },
  },
  "/v1/accounts/{account}/usage": {
    get: {
      summary: "Entries added up.", answer: ["Usage"],
      query: [
        query("by", "member, model, wallet, source, hour, day or month; several with commas."),
        query("from", "Epoch milliseconds.", "integer"), query("to", "Epoch milliseconds.", "integer"),
      ],
    },
  },
  "/v1/accounts/{account}/changes": {
    get: { summary: "A WebSocket that tells each change, a `Change` in each message.", more: { 101: { description: "The stream begins." } } },
  },
  "/v1/accounts/{account}/rules": { get: { summary: "The rules that are in force for this account: perhaps not the newest.", answer: ["Rulebook"] } },
  "/v1/accounts/{account}/wishes": {
    post: { summary: "Wishes for a purchase, a plan, its end or the account's: leads to a checkout, or to a word to the payment provider.", body: "SentWish", answer: ["WishTold"], more: away, query: [rules] },
  },
  "/v1/accounts/{account}/quotes": { post: { summary: "What a wish would come to, were it sent now: what is paid, and when.", body: "Wanted", answer: ["Quote"], query: [rules] } },
  "/v1/accounts/{account}/wishes/{wish}": { get: { summary: "What became of a wish.", answer: ["WishTold"] } },
  "/v1/accounts/{account}/troubles": { get: { summary: "What was paid, or told by the provider, and could not be carried out as agreed. The operator's.", answer: ["Troubles"] } },
  "/v1/accounts/{account}/receipts": {
    get: { summary: "Receipts, the newest first.", answer: ["ReceiptPage"], query: [limit(1000), query("before", "What `next` told.", "integer")] },
  },
  "/v1/accounts/{account}/receipts/{receipt}": { get: { summary: "A receipt.", answer: ["Receipt"] } },
  "/v1/accounts/{account}/receipts/{receipt}/print": {
    get: { summary: "A receipt as a page to print.", query: [locale], more: { 200: { description: "As asked.", content: { "text/html": { schema: text } } } } },
  },
  "/v1/accounts/{account}/receipts/{receipt}/pdf": {
    get: { summary: "A receipt as PDF.", query: [locale], more: { 200: { description: "As asked.", content: { "application/pdf": { schema: { type: "string", format: "binary" } } } } } },
  },
  "/v1/accounts/{account}/inbox": {
    get: { summary: "Alerts that were told, the newest first. For those who manage.", answer: ["NoticePage"], query: [limit(1000), query("before", "What `next` told.", "integer")] },
  },
  "/v1/accounts/{account}/inbox/read": { post: { summary: "Says up to where the inbox was read.", body: "Reading", answer: ["Reading"] } },
  "/v1/payments/events": {
    post: {
      summary: "What the payment provider tells, signed by it.", answer: ["Received"], takes: "application/json", public: true,
      query: [{ name: "stripe-signature", in: "header", description: "The provider's, over the very bytes of the body.", required: true, schema: { type: "string" } }],
      more: { 503: { description: "No payment provider is set up, or the account is just being brought here: to be sent again.", content: json("Problem") } },
    },
  },
  "/v1/accounts/{account}/export": {
    get: { summary: "All that is kept of the account, in lines of JSON. The operator's.", more: { 200: { description: "As asked.", content: { "application/x-ndjson": { schema: text } } } } },
  },
  "/v1/accounts/{account}/import": {
    post: { summary: "Makes the account of what its export told. The operator's.", answer: ["Imported"], takes: "application/x-ndjson", status: 201 },
  },
  "/v1/accounts/{account}/erasures": { post: { summary: "Puts a stand-in where a person's id stands. The operator's.", body: "Erasure", answer: ["Erased"] } },
  "/v1/accounts/{account}/audit": { get: { summary: "Whether the entries add up to the account. The operator's.", answer: ["Audit"] } },
};

/** Made when it is asked for: a worker that starts has better things to do. The session's cookie is called so where this is served. */
export const document = (cookie: string): object => ({
  openapi: "3.1.0",
  info: {
    title: "bursar",
    version,
    description: "Accounts of credits. `by` and `at` of commands are set by the worker: from who is signed in, and from its clock.",
  },
  security: [{ token: [] }, { cookie: [] }],
  paths: Object.fromEntries(Object.entries(table).map(([path, methods]) => [
    path, Object.fromEntries(Object.entries(methods).map(([method, told]) => [method, operation(path, told)])),
  ])),
  components: {
    securitySchemes: {
      token: { type: "http", scheme: "bearer", description: "A person's JWT, or one of the system's keys." },
      cookie: { type: "apiKey", in: "cookie", name: cookie },
    },
    schemas,
  },
});
