// Runs the scenario files through the package, in any host: it is given the package's exports and
// the files, and gives back what came of each scenario. tests/scenarios/scenario.schema.json says
// what a step means.

/** What each verb calls, with what. Verbs that are not here are waiting for the issues that bring them. */
const verbs = {
  estimate: (bursar, step) => bursar.estimate(step.estimate, step.payer),
  grid: (bursar, step) => [...bursar.grid(step.grid, step.vary, step.payer)],
  rates: (bursar, step) => bursar.rates(step.rates ?? undefined),
};

/**
 * `files`: `{ name, scenarios }`; `rulebooks`: by name; `heard` is told every answer, with its verb.
 * Each result has a `failure`, or a verb it is `waiting` for, or neither: it passed.
 */
export function runScenarios(api, files, rulebooks, heard = () => {}) {
  return files.flatMap(({ name, scenarios }) =>
    scenarios.map((scenario) => ({ file: name, title: scenario.title, ...run(api, scenario, rulebooks, heard) })),
  );
}

function run(api, scenario, rulebooks, heard) {
  try {
    const rules = scenario.rules ?? rulebooks[scenario.rulebook];
    const bursar = rules && new api.Bursar(rules);
    for (const [place, step] of scenario.steps.entries()) {
      const verb = Object.keys(step).find((key) => !["say", "is", "throws", "digest", "payer", "vary"].includes(key));
      const call = callOf(api, verb, bursar, step);
      if (!call) return { waiting: verb };
      check(api, step, call, `step ${place + 1}, ${verb}`, (answer) => heard(verb, answer));
    }
    bursar?.free();
    return {};
  } catch (error) {
    return { failure: error?.stack ?? String(error) };
  }
}

function callOf(api, verb, bursar, step) {
  // A digest is what compiling answers.
  if (verb === "compile" || verb === "compileText") return () => new api.Bursar(step[verb]).digest;
  return verbs[verb] && (() => verbs[verb](bursar, step));
}

function check(api, step, call, where, heard) {
  if (step.throws) return matchError(api, step.throws, thrownBy(call, where), where);
  const answer = call();
  heard(answer);
  if (step.digest) match(step.digest, answer, where);
  else if (typeof answer === "object") match(step.is, answer, where);
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
