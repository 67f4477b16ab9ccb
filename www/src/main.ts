// The page: what is chosen and moved goes to the engine, what it answers is shown; what is spent goes to the worker. No
// rule stands here.
import { type Estimate, type Payer, type Refused, type Request, isBursarError, version } from "bursar";
import type { Session } from "../worker/src/openapi/shapes.ts";
import { type Answer, cost, lines } from "./answer.ts";
import { type Book, books, open } from "./books.ts";
import { byId, options, pills } from "./dom.ts";
import { RequestForm, labelled } from "./form.ts";
import * as session from "./session.ts";
import { Spend } from "./spend.ts";
import { Standing } from "./standing.ts";
import { follow, paced } from "./stream.ts";
import { prices, rates } from "./tables.ts";
import { Who } from "./who.ts";

const requestForm = byId("request", HTMLFormElement);
const listChoices = [byId("book-choice", HTMLElement), byId("plan-choice", HTMLElement)];
const bookPills = byId("books", HTMLElement);
const plan = byId("plan", HTMLSelectElement);
const model = byId("model", HTMLSelectElement);
const runs = byId("runs", HTMLElement);
const answerPlace = byId("answer", HTMLElement);
const termsPlace = byId("terms", HTMLElement);
const callPlace = byId("call", HTMLElement);
const pricesPlace = byId("prices", HTMLElement);
const ratesPlace = byId("rate-table", HTMLElement);
const digest = byId("digest", HTMLElement);
const tagline = byId("tagline", HTMLElement);

/** More changes than one in so long are looked at together. */
const refreshMs = 300;

const form = new RequestForm({ model, inputs: byId("inputs", HTMLElement) });
const who = new Who(byId("who", HTMLElement), { signIn: session.signIn, signOut: () => void leave(), choose: (account) => void enter(account) });
const spend = new Spend(
  { whole: byId("spend", HTMLElement), after: byId("after", HTMLElement), button: byId("spend-button", HTMLButtonElement), said: byId("said", HTMLElement) },
  (anew) => (anew && standing ? enter(standing.account) : refresh()),
);

let book: Book;
/** The account that is looked at; none, where prices are those of the list. */
let standing: Standing | undefined;
let signedIn: Session | undefined;
let stopFollowing = (): void => {};

// ── By the list ──

function chooseBook(id: string): void {
  book = open(id);
  plan.replaceChildren(...options([["", "None: the list price"], ...labelled(book.rules.plans)]));
  showBook();
}

// ── An account ──

/** Looks at an account, or at none. */
async function enter(account: string): Promise<void> {
  const told = account === "" ? undefined : await Standing.open(account);
  // It cannot be had: whoever is signed in may be nobody by now, or no member there.
  if (told && told.kind !== "told" && told.kind !== "unanswered") return arrive("");
  stopFollowing();
  standing?.free();
  standing = told?.kind === "told" ? told.answer : undefined;
  stopFollowing = standing ? follow(account, paced(refresh, refreshMs)) : () => {};
  session.remember(signedIn?.person === undefined ? undefined : account);
  for (const choice of listChoices) choice.hidden = standing !== undefined;
  runs.hidden = standing === undefined;
  if (!standing) spend.hide();
  if (standing) book = { rules: standing.rules, bursar: standing.bursar };
  else chooseBook(bookPills.querySelector<HTMLInputElement>("input:checked")?.value ?? books[0]?.[0] ?? "");
  showBook();
}

/** Fetches the account anew, and shows what that changes. */
async function refresh(): Promise<void> {
  if (!standing) return;
  const told = await standing.refresh();
  if (told.kind === "problem" || told.kind === "refused") return arrive("");
  showAccount();
  showRates();
  showPrice();
}

/** Finds out who is signed in, and looks at an account of theirs: the one that is named, or the first. */
async function arrive(account: string | undefined): Promise<void> {
  signedIn = await session.current();
  const own = Object.keys(signedIn?.accounts ?? {});
  const chosen = account !== undefined && ["", ...own].includes(account) ? account : (own[0] ?? "");
  if (signedIn?.notice !== undefined) {
    tagline.textContent = signedIn.notice;
    tagline.classList.add("notice");
  }
  who.show(signedIn, chosen);
  if (signedIn?.person !== undefined || standing) await enter(chosen);
}

async function leave(): Promise<void> {
  await session.signOut();
  await arrive("");
}

function showAccount(): void {
  who.balance(standing);
  if (!standing) return;
  const { rules, plan } = standing;
  runs.textContent = `${rules.name} · ${plan === undefined ? "no plan" : (rules.plans?.[plan]?.label ?? plan)}`;
}

// ── What is shown ──

const payer = (): Payer | undefined => (standing ? standing.payer() : plan.value === "" ? undefined : { plan: plan.value });

function showBook(): void {
  form.draw(book.rules);
  digest.textContent = book.bursar.digest.slice(0, 12);
  digest.title = book.bursar.digest;
  showAccount();
  showRates();
  showPrice();
}

function showPrice(): void {
  const asked = form.request();
  const answer = judged(() => (standing ? standing.estimate(asked) : book.bursar.estimate(asked, payer())));
  answerPlace.replaceChildren(...cost(book.rules, answer));
  termsPlace.replaceChildren(lines(book.rules, answer));
  callPlace.textContent = called(asked);
  form.answered(answer);
  showPrices(asked, answer);
  if (standing) spend.show(standing, asked, answer.ok);
}

function called(asked: Request): string {
  const text = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\n */g, " ");
  if (standing) return `bursar.preview(view, ${text({ type: "spend", request: asked })})`;
  return `bursar.estimate(${[asked, payer()].filter((given) => given !== undefined).map(text).join(", ")})`;
}

function showPrices(asked: Request, answer: Answer): void {
  const chosen = book.rules.models?.[form.model];
  if (!chosen) return;
  // A value too odd even to be judged is left out, so that the table still stands.
  const others = "code" in answer || answer.ok ? asked : { model: asked.model };
  pricesPlace.replaceChildren(prices(book.bursar, others, chosen, payer(), answer.ok ? answer.inputs : (asked.inputs ?? {})));
}

function showRates(): void {
  ratesPlace.replaceChildren(rates(book.bursar, book.rules, payer(), form.model));
}

/** What the engine says; where it throws at what it was given, its words for that. */
function judged(ask: () => Estimate | Refused): Answer {
  try {
    return ask();
  } catch (error) {
    if (isBursarError(error)) return { ok: false, path: error.path, message: error.issues[0]?.message ?? error.message };
    throw error;
  }
}

// ── The page opens ──

requestForm.addEventListener("submit", (event) => event.preventDefault());
requestForm.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "book") return chooseBook(target.value);
  if (target === model) form.drawInputs();
  if (target === plan || target === model) showRates();
  showPrice();
});

bookPills.replaceChildren(...pills("book", books, books[0]?.[0]));
byId("version", HTMLElement).textContent = version;
try {
  chooseBook(books[0]?.[0] ?? "");
  const account = session.remembered();
  const arriving = arrive(account);
  // Whoever was signed in waits for their account, so that nothing jumps; to the others prices come first.
  if (account !== undefined) await arriving;
} catch (error) {
  // A host that forbids WebAssembly, above all: the engine says what it needs.
  if (!isBursarError(error)) throw error;
  answerPlace.textContent = error.message;
} finally {
  document.body.dataset["filled"] = "";
}
