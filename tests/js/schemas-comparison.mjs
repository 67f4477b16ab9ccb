// Asks schema and engine of the same documents, and keeps what they do not agree about.
import assert from "node:assert/strict";
import { posix } from "node:path";
import { fieldsOf, isValid, schemas } from "./schemas-ajv.mjs";
import { beyond, lenient } from "./schemas-beyond.mjs";
import { eachMutation } from "./schemas-mutations.mjs";

const SHOWN_MAX = 20;
/** How often the same change at the same kind of place is asked of. What differs around it is worth a longer run now and then. */
const SAME_CHANGE_MAX = Number(process.env.SCHEMAS_SAME_CHANGE_MAX ?? 1);

/** The names of all fields. */
const fields = new Set(Object.values(schemas).flatMap(fieldsOf));

/** What says which fields stand beside it. */
const kinds = ["type", "on"];

/**
 * A place whatever the ids and indices on the way, but with the kinds of thing that lie there, for
 * each has rules of its own: /models/-/inputs/-(number)/min.
 */
function kindOf(document, path) {
  let there = document;
  const step = (key) => {
    there = there[key.replaceAll("~1", "/").replaceAll("~0", "~")];
    return `${fields.has(key) ? key : "-"}${kind()}`;
  };
  const kind = () => kinds.map((field) => (typeof there?.[field] === "string" ? `(${there[field]})` : "")).join("");
  const start = kind();
  return [start, ...path.split("/").slice(1).map(step)].join("/");
}

export class Comparison {
  #asked = 0;
  #disagreements = [];
  #excuses;
  #lenient;
  #used = new Set();
  #changes = new Map();
  #isValid;
  #faultsIn;

  /** `faultsIn`: what the engine finds wrong with a document of this kind. */
  constructor(kind, faultsIn) {
    this.#isValid = isValid[kind];
    this.#excuses = beyond[kind];
    this.#lenient = lenient[kind];
    this.#faultsIn = faultsIn;
  }

  /** Whether the engine finds nothing wrong. */
  ask(what, document) {
    this.#asked += 1;
    const faults = this.#faultsIn(document);
    const allowed = this.#isValid(document);
    if (allowed) this.#excuse(faults, what);
    else if (faults.length === 0 && !this.#isLenient(this.#isValid.errors)) this.#tell(`${what}: only the schema refuses it`, this.#isValid.errors);
    return faults.length === 0;
  }

  /** The document, and where it is right, each change of it that was not made often enough elsewhere. Whether it is. */
  askWithMutations(name, document) {
    if (!this.ask(name, document)) return false;
    eachMutation(document, (changed, path, what) => {
      const kind = `${kindOf(document, path)}, ${what}`;
      const times = this.#changes.get(kind) ?? 0;
      if (times === SAME_CHANGE_MAX) return;
      this.#changes.set(kind, times + 1);
      this.ask(`${name}${path}, ${what}`, changed);
    });
    return true;
  }

  end() {
    const shown = this.#disagreements.slice(0, SHOWN_MAX);
    assert.deepEqual(shown, [], `${this.#disagreements.length} disagreements about ${this.#asked} documents`);
    const idle = [...this.#excuses, ...this.#lenient].filter((pattern) => !this.#used.has(pattern));
    assert.deepEqual(idle, [], "excuses in schemas-beyond.mjs that nothing needs");
  }

  /** What only the engine refuses must be beyond a schema, or follow from such a fault beside it or further in. */
  #excuse(faults, what) {
    const excused = faults.filter((fault) => this.#isBeyond(fault));
    const follows = ({ path }) => excused.some((fault) => fault.path.startsWith(`${path}/`) || posix.dirname(fault.path) === posix.dirname(path));
    for (const fault of faults) {
      if (!excused.includes(fault) && !follows(fault)) this.#tell(`${what}: only the engine refuses it`, fault);
    }
  }

  #isBeyond({ path, message }) {
    const excuse = this.#excuses.find((known) => known.message.test(message) && (known.path?.test(path) ?? true));
    if (excuse) this.#used.add(excuse);
    return excuse !== undefined;
  }

  /** Whether the engine is known to read this, although it should not. */
  #isLenient([{ keyword, instancePath, propertyName }]) {
    const excuse = this.#lenient.find(({ name, ...known }) => known.keyword === keyword && known.path.test(instancePath) && name === propertyName);
    if (excuse) this.#used.add(excuse);
    return excuse !== undefined;
  }

  #tell(what, why) {
    this.#disagreements.push(`${what}: ${JSON.stringify(why)}`);
  }
}
