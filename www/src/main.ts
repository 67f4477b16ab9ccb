// The page: what is chosen and moved goes to the engine, what it answers is shown. No rule stands here.
import { type Estimate, type Input, type Payer, type Refused, type Request, type Value, isBursarError, version } from "bursar";
import { type Answer, cost, lines } from "./answer.ts";
import { type Book, books, open } from "./books.ts";
import { type Control, control } from "./controls.ts";
import { byId, options, pills } from "./dom.ts";
import { prices, rates } from "./tables.ts";

const form = byId("request", HTMLFormElement);
const bookPills = byId("books", HTMLElement);
const plan = byId("plan", HTMLSelectElement);
const model = byId("model", HTMLSelectElement);
const inputs = byId("inputs", HTMLElement);
const answerPlace = byId("answer", HTMLElement);
const termsPlace = byId("terms", HTMLElement);
const callPlace = byId("call", HTMLElement);
const pricesPlace = byId("prices", HTMLElement);
const ratesPlace = byId("rate-table", HTMLElement);
const digest = byId("digest", HTMLElement);

let book: Book;
let controls = new Map<string, Control>();

function chooseBook(id: string): void {
  book = open(id);
  const named = (items: Record<string, { label?: string }> = {}) => Object.entries(items).map(([key, { label }]): [string, string] => [key, label ?? key]);
  plan.replaceChildren(...options([["", "None: the list price"], ...named(book.rules.plans)]));
  model.replaceChildren(...options(named(book.rules.models)));
  digest.textContent = book.bursar.digest.slice(0, 12);
  digest.title = book.bursar.digest;
  chooseModel();
}

function chooseModel(): void {
  const declared: [string, Input][] = Object.entries(book.rules.models?.[model.value]?.inputs ?? {});
  controls = new Map(declared.map(([id, input]) => [id, control(id, input)]));
  inputs.replaceChildren(...Array.from(controls.values(), ({ element }) => element));
  showRates();
  showPrice();
}

const payer = (): Payer | undefined => (plan.value === "" ? undefined : { plan: plan.value });

function request(): Request {
  const told: Record<string, Value> = {};
  for (const [id, { read }] of controls) {
    const value = read();
    if (value !== undefined) told[id] = value;
  }
  return { model: model.value, inputs: told };
}

function showPrice(): void {
  const asked = request();
  const answer = judged(() => book.bursar.estimate(asked, payer()));
  answerPlace.replaceChildren(...cost(book.rules, answer));
  termsPlace.replaceChildren(lines(book.rules, answer));
  callPlace.textContent = `bursar.estimate(${[asked, payer()].filter((given) => given !== undefined).map((given) => JSON.stringify(given, null, 1).replace(/\n */g, " ")).join(", ")})`;
  for (const [id, { element, counted }] of controls) {
    counted?.(count(id, answer));
    mark(element, faulty(id, answer));
  }
  showPrices(asked, answer);
}

function showPrices(asked: Request, answer: Answer): void {
  const chosen = book.rules.models?.[model.value];
  if (!chosen) return;
  // A value too odd even to be judged is left out, so that the table still stands.
  const others = "code" in answer || answer.ok ? asked : { model: asked.model };
  pricesPlace.replaceChildren(prices(book.bursar, others, chosen, payer(), answer.ok ? answer.inputs : (asked.inputs ?? {})));
}

function showRates(): void {
  ratesPlace.replaceChildren(rates(book.bursar, book.rules, payer(), model.value));
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

function faulty(id: string, answer: Answer): boolean {
  if (answer.ok) return false;
  return "code" in answer ? "input" in answer.facts && answer.facts.input === id : answer.path === `/inputs/${id}`;
}

/** Shows that a control is what the engine refused. */
function mark(element: HTMLElement, refused: boolean): void {
  element.classList.toggle("refused", refused);
  for (const field of element.querySelectorAll("input, select, textarea")) field.setAttribute("aria-invalid", String(refused));
}

/** How long the engine found a text to be. */
function count(id: string, answer: Answer): string {
  if (answer.ok) return String(answer.inputs[id] ?? "");
  if ("code" in answer && answer.code === "input_out_of_range" && answer.facts.input === id) return String(answer.facts.value);
  return "–";
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "book") chooseBook(target.value);
  else if (target === model) chooseModel();
  else {
    if (target === plan) showRates();
    showPrice();
  }
});

bookPills.replaceChildren(...pills("book", books, books[0]?.[0]));
byId("version", HTMLElement).textContent = version;
try {
  chooseBook(books[0]?.[0] ?? "");
} catch (error) {
  // A host that forbids WebAssembly, above all: the engine says what it needs.
  if (!isBursarError(error)) throw error;
  answerPlace.textContent = error.message;
} finally {
  document.body.dataset["filled"] = "";
}
