// What the engine refuses and no schema can: names that lead nowhere, and values that must fit
// each other. Each is known by how its message begins; whatever is told otherwise, the schemas
// must refuse as well.

/** A reference is no excuse for a value that could not be one. */
const AND_IS_NO_OTHER_TYPE = ".*, found (?!null$|an? (empty )?(list|object)$)";

const rulesReferences = [
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

const rulesAgreements = [
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

const accountReferences = [
  "expected one of the rules' `products`",
  "expected the id of one of the rules' `sources`",
  "expected the id of one of the rules' `plans`",
  "expected the id of one of the rules' `roles`",
  "expected one of the account's teams",
  "expected the key to name one of the account's ",
  "expected `watch` to name one of the account's ",
];

const accountAgreements = [
  "expected `credits` to be at most `of`, ",
  "expected the grant `",
  "expected each number once, found ",
  "expected thresholds that rise, each once",
  "expected at most 9007199254740991 credits in one account, found ",
  "expected at most 100000 grants in one account, found ",
];

const commandReferences = [
  "expected the id of one of the rules' `sources`",
  // Whether an account has members, its commands cannot know.
  "expected the field `by`, a member's id or `system`",
];

const commandAgreements = [
  "expected `expiresAt` to be after ",
  "expected `credits` to be at most the ",
  "expected draws of at most 9007199254740991 credits, found ",
  "expected no more than the grant `",
  "expected no more in a draw than its grant had at first, ",
  "expected the source of the grant `",
  "expected a cost of at most 9007199254740991, ",
];

/** A command's number that is above the account's `seq`. */
const number = /^expected the number of an accepted command, .*found [1-9]\d*$/;

/** Half a pair of surrogates is text to a schema. */
const surrogate = /^expected whole characters, found the lone surrogate /;

/** The same number, written in two ways. */
const spelling = /^expected each once, found ((the text )?`)?[\d.]+`? twice$/;

/** Digits behind the point of a number, or those that an exponent stands for, cannot be counted. */
const digits = [
  /^expected a decimal .* before the point and 12 after it, found (\d+\.\d{13,}|[\d.]+e-\d+|(the text )?`.*[eE].*`)$/,
  /^expected a discount of at most `1`, found (the text )?`.*[eE].*`$/,
];

/** The same of a number that an input is set to. */
const inputDigits = /^expected a number with at most 15 digits before the point and 12 after it, found -?(\d+\.\d{13,}|[\d.]+e-\d+)$/;

/** A time on the first day or the day before, which its offset takes to before 1970. */
const beforeTime = /^expected epoch milliseconds .*, found (the text )?`19(70-01-01.*\+|69-12-31.*-)\d\d:\d\d`$/i;

/** Where a lookup goes by four inputs or more, the schema does not ask how deep its cells are. */
const depth = {
  path: /\/cells(\/[^/]+){4,}$/,
  message: /^expected (a decimal such as `0\.025`, found an (empty )?object|an object, found )/,
};

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const anyOf = (references, agreements, others) => [
  ...references.map((beginning) => ({ message: new RegExp(`^${escaped(beginning)}${AND_IS_NO_OTHER_TYPE}`) })),
  ...agreements.map((beginning) => ({ message: new RegExp(`^${escaped(beginning)}`) })),
  ...others.map((message) => ({ message })),
];

/** By kind of document, what its schema cannot say: a pattern of the message, and one of the path where that matters. */
export const beyond = {
  rules: [...anyOf(rulesReferences, rulesAgreements, [spelling, surrogate, ...digits]), depth],
  account: anyOf(accountReferences, accountAgreements, [number, surrogate]),
  command: anyOf(commandReferences, commandAgreements, [surrogate, inputDigits, beforeTime]),
};

/**
 * By kind of document, what the engine reads although by the contract it is wrong, and the schema
 * refuses: by the schema's keyword, and the value's place. An entry goes when the engine is mended.
 */
export const lenient = {
  rules: [],
  account: [],
  command: [],
};
