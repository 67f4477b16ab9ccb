// Makes a document wrong, or only different, in every way that is worth a look.

/** What stands in for any value: of every type, and at the edges of what numbers and texts may be. */
const strangers = [
  null, true, "", "two words", "__proto__", "elsewhere", [], {},
  0, -0, 1, -1, 0.5, 2, 1e-13, 1e15, 2 ** 53, 1e300,
  "0", "-0", "-1", "0.50", "1e3", "0e9", "1.0000000000001", "1000000000000000", ".5", "01",
  "2026-01-31T12:00:00Z", "2026-02-30",
];

/** A key as a JSON Pointer has it. */
const escaped = (key) => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** Calls `visit` with each change of a document: the whole of it, where (a JSON Pointer), and what was done there. */
export function eachMutation(document, visit) {
  // Changed in place and put right again: a copy for each would take longer than all the rest.
  const holder = { document: structuredClone(document) };
  changeValue(holder, "document", "", (path, what) => visit(holder.document, path, what));
}

function changeValue(holder, key, path, visit) {
  const value = holder[key];
  const replace = (other, what) => {
    holder[key] = other;
    visit(path, what);
    holder[key] = value;
  };
  for (const stranger of strangers) replace(stranger, `${Object.is(stranger, -0) ? "-0" : JSON.stringify(stranger)} instead`);
  replace([value], "in a list");
  replace({ value }, "in an object");
  if (typeof value === "number") replace(value + 0.5, "a half more");
  if (typeof value === "number") replace(-value, "negative");
  if (typeof value === "number") replace(String(value), "as a text");
  if (typeof value === "string") replace(`${value} `, "a space after it");
  if (Array.isArray(value)) changeList(value, path, visit, replace);
  else if (typeof value === "object" && value !== null) changeObject(value, path, visit, replace);
}

function changeList(list, path, visit, replace) {
  for (const index of list.keys()) {
    replace(list.toSpliced(index, 1), `without ${index}`);
    replace(list.toSpliced(index, 0, list[index]), `${index} twice`);
  }
  replace([...list, null], "null after it");
  replace(list.toReversed(), "turned round");
  for (const index of list.keys()) changeValue(list, index, `${path}/${index}`, visit);
}

function changeObject(object, path, visit, replace) {
  const keys = Object.keys(object);
  for (const key of keys) {
    const { [key]: _, ...others } = object;
    replace(others, `without ${key}`);
    replace({ ...others, [`${key}x`]: object[key] }, `${key}x for ${key}`);
  }
  // What an object used as a map would take, were it not for the key.
  const some = keys.length > 0 ? object[keys[0]] : 1;
  for (const key of ["unknown", "two words", "", "__proto__", "x".repeat(129)]) {
    replace(Object.fromEntries([...Object.entries(object), [key, some]]), `${key.slice(0, 10)} beside`);
  }
  for (const key of keys) changeValue(object, key, `${path}/${escaped(key)}`, visit);
}

/** Calls `visit` with the document and each field more that others have and it has not. */
export function eachFieldMore(document, others, visit) {
  for (const other of others) {
    for (const [field, value] of Object.entries(other)) {
      if (!Object.hasOwn(document, field)) visit({ ...document, [field]: value }, `${field} of ${other.type} beside`);
    }
  }
}
