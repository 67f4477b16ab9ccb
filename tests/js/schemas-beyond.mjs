// What the engine refuses and no schema can: names that lead nowhere, and values that must fit
// each other. Each is known by how its message begins; whatever is told otherwise, the schemas
// must refuse as well.

/** A reference is no excuse for a value that could not be one. */
const AND_IS_NO_OTHER_TYPE = ".*, found (?!null$|an? (empty )?(list|object)$)";

const references = [
  "expected the id of one of the `sources`",
  "expected the id of one of the `plans`",
  "expected the id of one of the `models`",
  "expected one of the `products`",
  "expected the id of one of the model's `inputs`",
  "expected as key the id of one of the model's `inputs`",
  "expected the id of an input that is a number or a text",
  "expected the id of an input that is a whole number where it is left out",
  "expected a choice that `of` lists",
  "expected a number that the input allows",
  "expected a value that the input `",
  "expected as key a value that the input `",
];

const agreements = [
  "expected each source once, found ",
  "expected one key for each value, found ",
  "expected `max` not to be below `min`",
  "expected `atMost` not to be below `atLeast`",
  "expected a number that `min`, `max` and `step` allow, found ",
  "expected steps that rise, found ",
  "expected `upTo` in every step but the last, found ",
  "expected `credits` and `bonus` together to be at most ",
  "expected a source that no plan has as its allowance, found ",
];

/** The same number, written in two ways. */
const spelling = /^expected each once, found ((the text )?`)?[\d.]+`? twice$/;

/** Digits behind the point of a number, or those that an exponent stands for, cannot be counted. */
const digits = [
  /^expected a decimal .* before the point and 12 after it, found (\d+\.\d{13,}|[\d.]+e-\d+|(the text )?`.*[eE].*`)$/,
  /^expected a discount of at most `1`, found (the text )?`.*[eE].*`$/,
];

/** Where a lookup goes by four inputs or more, the schema does not ask how deep its cells are. */
const depth = {
  path: /\/cells(\/[^/]+){4,}$/,
  message: /^expected (a decimal such as `0\.025`, found an (empty )?object|an object, found )/,
};

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** By kind of document, what its schema cannot say: a pattern of the message, and one of the path where that matters. */
export const beyond = {
  rules: [
    ...references.map((beginning) => ({ message: new RegExp(`^${escaped(beginning)}${AND_IS_NO_OTHER_TYPE}`) })),
    ...agreements.map((beginning) => ({ message: new RegExp(`^${escaped(beginning)}`) })),
    ...[spelling, ...digits].map((message) => ({ message })),
    depth,
  ],
  // To be told when the engine reads them.
  account: [],
  command: [],
};
