// Runs the scenario files through the package, in any host: it is given the package's exports and
// the files, and gives back what came of each scenario. tests/scenarios/scenario.schema.json says
// what a step means.

/** What each verb calls, with what: `on` has the rules compiled, the account as it stands and the entries so far. */
const verbs = {
  compile: ({ api }, { compile }) => new api.Bursar(compile).digest,
  compileText: ({ api }, { compileText }) => new api.Bursar(compileText).digest,
  estimate: ({ bursar }, { estimate, payer }) => bursar.estimate(estimate, payer),
  grid: ({ bursar }, { grid, vary, payer }) => [...bursar.grid(grid, vary, payer)],
  rates: ({ bursar }, { rates }) => bursar.rates(rates ?? undefined),
  create: (on, { create }) => on.moved(on.bursar.create(create)),
  open: (on, { open }) => {
    // What is no account is found here, whatever is asked of it.
    on.bursar.open(open).free();
    on.account = open;
    return {};
  },
  apply: (on, { apply }) => on.moved(on.bursar.apply(on.account, apply)),
  preview: ({ bursar, account }, { preview }) => bursar.preview(account, preview),
  validateTransfer: ({ bursar, account }, { validateTransfer }) => bursar.validateTransfer(account, validateTransfer),
  balance: ({ bursar, account }, { balance }) => bursar.balance(account, balance),
  order: ({ bursar, account }, { order }) => bursar.order(account, order),
  affordable: ({ bursar, account }, { affordable: { request, input, view } }) => bursar.affordable(account, request, input, view),
  limits: ({ bursar, account }, { limits }) => bursar.limits(account, limits),
  may: ({ bursar, account }, { may: { asker, capability } }) => bursar.may(account, asker, capability),
  view: ({ bursar, account }, { view }) => bursar.view(account, view),
  usage: ({ bursar, entries }, { usage }) => bursar.usage(entries, usage),
  account: ({ account }) => account,
};

/** Besides the verb, which is what is asked, a step says what goes with it and what is expected. */
const beside = ["say", "is", "throws", "digest", "payer", "vary"];

/**
 * `files`: `{ name, scenarios }`; `rulebooks`: by name; `heard` is told every answer, with its verb
 * and the stage on which it was given, and what is thrown, as if "throws" were a verb. A result has
 * a `failure`, or it passed.
 */
export function runScenarios(api, files, rulebooks, heard = () => {}) {
  return files.flatMap(({ name, scenarios }) =>
    scenarios.map((scenario) => ({ file: name, title: scenario.title, ...run(api, scenario, rulebooks, heard) })),
  );
}

function run(api, scenario, rulebooks, heard) {
  try {
    const rules = scenario.rules ?? rulebooks[scenario.rulebook];
    const on = stage(api, rules && new api.Bursar(rules));
    for (const [place, step] of scenario.steps.entries()) {
      const verb = Object.keys(step).find((key) => !beside.includes(key));
      if (!verbs[verb]) throw new Error(`nobody knows the verb ${verb}`);
      check(api, step, verb, () => verbs[verb](on, step), `step ${place + 1}, ${verb}`, (verb, answer) => heard(verb, answer, on, step));
    }
    on.bursar?.free();
    return {};
  } catch (error) {
    return { failure: error?.stack ?? String(error) };
  }
}

/** What the steps of a scenario act upon. */
function stage(api, bursar) {
  return {
    api,
    bursar,
    account: undefined,
    entries: [],
    /** The account is the next one, where the answer is yes. */
    moved(decision) {
      if (decision.ok) {
        this.account = decision.account;
        this.entries.push(...decision.entries);
      }
      return decision;
    },
  };
}

function check(api, step, verb, call, where, heard) {
  if (step.throws) {
    const error = thrownBy(call, where);
    heard("throws", error);
    return matchError(api, step.throws, error, where);
  }
  const answer = call();
  heard(verb, answer);
  if (step.digest) match(step.digest, answer, where);
  else if (verb === "account") match(step.account, answer, where);
  else if (verb !== "open" && !verb.startsWith("compile")) match(step.is, answer, where);
}

function thrownBy(call, where) {
  let answer;
  try {
    answer = call();
  } catch (error) {
    return error;
  }
  throw new Error(`${where}: expected a BursarError, found ${JSON.stringify(answer)}`);
}

function matchError(api, { code, path, paths }, error, where) {
  if (!api.isBursarError(error)) throw error;
  match("BursarError", error.name, `${where}, name`); // No minifier may rename it.
  match(code, error.code, `${where}, code`);
  if (path !== undefined) match(path, error.path, `${where}, path`);
  const found = error.issues.map((issue) => issue.path);
  if (paths) match(paths.toSorted(), found.toSorted(), `${where}, paths`);
}

/** In part: what is expected must be there; null says that it must not be, in a list that it is NaN. */
function match(expected, found, where) {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) fail(expected, found, where);
    expected.forEach((item, index) => match(item ?? NaN, found[index], `${where}/${index}`));
  } else if (typeof expected === "object" && expected !== null) {
    if (typeof found !== "object" || found === null) fail(expected, found, where);
    for (const [key, value] of Object.entries(expected)) match(value ?? undefined, found[key], `${where}/${key}`);
  } else if (!Object.is(expected, found)) fail(expected, found, where);
}

function fail(expected, found, where) {
  throw new Error(`${where}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}
