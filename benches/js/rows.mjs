// The rows of the table: what is done, by whom, and what issue 6 asks of it. The first way is ours, the
// second the one that it is held against; the others are told beside them. All ways of a row answer alike,
// but where `answers` says what a way answers instead, and those that are `apart`.
import { Bursar, rulesText } from "#engine";
import { openZen, zenName } from "#zen";
import { accountText } from "./accounts.mjs";
import { openCedar } from "./baseline/cedar.mjs";
import { baseline } from "./baseline/doors.mjs";
import { decimalGrid, exactGrid, handGrid } from "./baseline/grid.mjs";
import { readRules } from "./baseline/rules.mjs";
import { forms4 } from "./baseline/schema.mjs";
import { commandsFor, draftsFor, grid, requestsFor } from "./commands.mjs";
import { crossingOfGrid } from "./floor/grid.mjs";
import { crossingAsNumbers, kinds } from "./floor/numbers.mjs";
import { crossingAsText } from "./floor/text.mjs";

const made = () => {
  const bursar = new Bursar(rulesText);
  const rules = readRules(rulesText, bursar.digest);
  return { bursar, rules, hand: Object.fromEntries(Object.keys(forms4).map((form) => [form, baseline(rules, form)])) };
};
const load = (size) => {
  const text = accountText(size);
  return { text, asOf: JSON.parse(text).asOf };
};

/** What was answered last: kept, so that no compiler finds that nobody asks for it. */
export let kept;

/** Asks each of some things, again and again. */
const each = (things, ask) => (count) => () => {
  for (let call = 0; call < count; call++) kept = ask(things[call % things.length]);
};

/** Calls something with each place of a list in turn. */
const turns = (length, ask) => (count) => () => {
  for (let call = 0; call < count; call++) kept = ask(call % length);
};

const ZOD = { compiled: "JavaScript + zod, compiled", jit: "JavaScript + zod", jitless: "JavaScript + zod jitless", none: "JavaScript, nothing checked" };
// Made now, while a worker starts: later workerd lets no code be made.
Object.values(forms4);

/** The form that ours is held against comes first: jitless, where code cannot be made from text at the first parse. */
const held = (main) => (main in forms4 ? main : "jitless");
const forms = (main) => [held(main), ...Object.keys(ZOD).filter((form) => form in forms4 && form !== held(main))];
const others = (main, way) => Object.fromEntries(forms(main).map((form) => [ZOD[form], way(form)]));

/** The floors, by the name that tells how the data cross. */
export const FLOORS = { text: "the floor: crossing as text", numbers: "the floor: crossing as numbers" };

const floors = (exchanges, made = { text: crossingAsText, numbers: crossingAsNumbers }) =>
  Object.fromEntries(Object.entries(made).map(([how, make]) => [FLOORS[how], turns(exchanges.length, make(exchanges))]));
const asText = (exchanges) => floors(exchanges, { text: crossingAsText });
const ofEstimates = (bursar, requests) =>
  floors(requests.map((request) => ({ given: [request], answer: bursar.estimate(request) })), {
    text: crossingAsText,
    numbers: (exchanges) => crossingAsNumbers(exchanges, kinds.estimate),
  });

function* text() {
  const { bursar, hand } = made();
  for (const [size, most] of [["S", 0.35], ["M", 0.25], ["L", 0.25]]) {
    const { text, asOf } = load(size);
    const commands = commandsFor(size, asOf, 64);
    const exchanges = commands.slice(0, 4).map((command) => ({ given: [text, command], answer: bursar.apply(text, command) }));
    yield {
      work: `apply, text in and out, ${size}`,
      most,
      also: size === "L" ? { [ZOD.none]: 0.35 } : {},
      alike: (answer) => ({ ...answer, account: JSON.parse(answer.account) }),
      ways: {
        bursar: each(commands, (command) => bursar.apply(text, command)),
        ...others("jit", (form) => each(commands, (command) => hand[form].applyText(text, command))),
        ...asText(exchanges),
      },
    };
  }
}

function* preview() {
  const { bursar, hand } = made();
  for (const size of ["S", "M", "L"]) {
    const { text, asOf } = load(size);
    const drafts = draftsFor(size, asOf, 64);
    const ours = bursar.open(text);
    const theirs = hand.none.open(text);
    yield {
      work: `Ledger.preview, object in and out, ${size}`,
      most: 0.5,
      ways: {
        bursar: each(drafts, (draft) => ours.preview(draft)),
        ...others("jitless", (form) => each(drafts, (draft) => hand[form].preview(theirs, draft))),
        ...floors(drafts.map((draft) => ({ given: [draft], answer: ours.preview(draft) }))),
      },
    };
  }
}

function* apply() {
  const { bursar, hand } = made();
  for (const size of ["S", "M", "L"]) {
    const { text, asOf } = load(size);
    const commands = commandsFor(size, asOf, 512);
    const apart = (open, apply) => (count) => {
      const ledger = open();
      return () => {
        for (let call = 0; call < count; call++) kept = apply(ledger, commands[call]);
        ledger.free?.();
      };
    };
    const ledger = bursar.open(text);
    const exchanges = commands.map((command) => ({ given: [command], answer: ledger.apply(command) }));
    ledger.free();
    yield {
      work: `Ledger.apply, object in and out, ${size}`,
      most: 0.7,
      count: commands.length,
      ways: {
        bursar: apart(() => bursar.open(text), (ledger, command) => ledger.apply(command)),
        ...others("jitless", (form) => apart(() => hand.none.open(text), (ledger, command) => hand[form].apply(ledger, command))),
        ...floors(exchanges),
      },
    };
  }
}

function* bank() {
  const { bursar, hand } = made();
  const [small, large] = ["S", "L"].map((size) => load(size));
  const draft = { type: "spend", at: Math.max(small.asOf, large.asOf), by: "system", from: "bank", credits: 25 };
  const ways = (open, preview) => [large, small].map(({ text }) => [open(text)].map((ledger) => each([draft], (draft) => preview(ledger, draft)))[0]);
  const [ours, theirs] = [ways((text) => bursar.open(text), (ledger, draft) => ledger.preview(draft)), ways(hand.none.open, hand.jitless.preview)];
  const answer = bursar.open(large.text).preview(draft);
  yield {
    work: "Ledger.preview of the system's spend from the bank, L",
    most: 1.2,
    apart: ["itself at S", "JavaScript + zod jitless, S"],
    ways: { bursar: ours[0], "itself at S": ours[1], "JavaScript + zod jitless, L": theirs[0], "JavaScript + zod jitless, S": theirs[1], ...floors([{ given: [draft], answer }]) },
  };
}

function* many() {
  const { bursar, hand } = made();
  for (const size of ["S", "M"]) {
    const { text, asOf } = load(size);
    const drafts = draftsFor(size, asOf, 1_000);
    const ours = bursar.open(text);
    const theirs = hand.none.open(text);
    yield {
      work: `previewMany of 1,000, ${size}`,
      looks: 1,
      most: 0.5,
      ways: {
        bursar: each([drafts], (drafts) => ours.previewMany(drafts)),
        ...others("jitless", (form) => each([drafts], (drafts) => drafts.map((draft) => hand[form].preview(theirs, draft)))),
        ...floors([{ given: [drafts], answer: ours.previewMany(drafts) }]),
      },
    };
  }
}

function* estimate() {
  const { bursar, hand } = made();
  const requests = requestsFor(64);
  const asked = (form, how) => each(requests, (request) => hand[form].estimate(how, request));
  const inDecimals = Object.fromEntries(forms("jit").filter((form) => form !== "none").map((form) => [`${ZOD[form]} + decimal.js`, asked(form, "decimal")]));
  const main = held("jit");
  yield {
    work: "estimate, object in and out, lines and all",
    most: 0.25,
    ways: {
      bursar: each(requests, (request) => bursar.estimate(request)),
      ...inDecimals,
      [`${ZOD[main]} + big.js`]: asked(main, "big"),
      [`${ZOD[main]}, exact integers`]: asked(main, "exact"),
      "JavaScript, nothing checked, exact integers": asked("none", "exact"),
      ...ofEstimates(bursar, requests),
    },
  };
  const videos = requests.filter(({ model }) => model === "video");
  const zen = openZen(JSON.parse(rulesText));
  yield {
    work: "estimate of one model",
    most: 0.05,
    answers: { [zenName]: (estimate) => estimate.cost },
    ways: {
      bursar: each(videos, (request) => bursar.estimate(request)),
      [zenName]: (count) => async () => {
        for (let call = 0; call < count; call++) kept = await zen(videos[call % videos.length].inputs);
      },
      ...ofEstimates(bursar, videos),
    },
  };
}

function* table() {
  const { bursar, rules } = made();
  const { cells } = JSON.parse(rulesText).models.video.price[0].rate;
  const axes = grid.vary.map(([, values]) => values);
  const given = [rules, grid.request, grid.vary];
  yield {
    work: "grid of 10,000",
    looks: 1,
    most: 0.1,
    also: { "JavaScript + decimal.js": 0.005 },
    ways: {
      bursar: each([grid], ({ request, vary }) => bursar.grid(request, vary)),
      "JavaScript, exact integers": each([given], (given) => exactGrid(...given)),
      "JavaScript + decimal.js": each([given], (given) => decimalGrid(...given)),
      "JavaScript over typed arrays, for this one model": each([axes], (axes) => handGrid(cells, ...axes)),
      [FLOORS.numbers]: turns(1, crossingOfGrid(axes, bursar.grid(grid.request, grid.vary))),
    },
  };
}

function* may() {
  const { bursar, hand } = made();
  const { text } = load("M");
  const { members } = JSON.parse(text);
  const ours = bursar.open(text);
  const theirs = hand.none.open(text);
  const cedar = openCedar(JSON.parse(rulesText));
  const all = Object.keys(members);
  yield {
    work: "Ledger.may, whether a member may transfer",
    most: 0.01,
    ways: {
      bursar: each(all, (member) => ours.may(member, "transfer")),
      // A loop of its own: where Node 20 throws away code into which it has inlined a wasm call that gives back
      // a reference, as cedar's does, V8 11.3 ends the process, and the loop above is thrown away now and then.
      "cedar-wasm, policies parsed beforehand": (count) => () => {
        for (let call = 0; call < count; call++) kept = cedar(members, all[call % all.length], "transfer");
      },
      "JavaScript, nothing checked": each(all, (member) => theirs.may(member, "transfer")),
    },
  };
}

function* object() {
  const { bursar, hand } = made();
  const { text, asOf } = load("L");
  const account = JSON.parse(text);
  const commands = commandsFor("L", asOf, 64);
  yield {
    work: "apply, object in and out, L",
    ways: {
      bursar: each(commands, (command) => bursar.apply(account, command)),
      ...others("jit", (form) => each(commands, (command) => hand[form].applyObject(account, command))),
    },
  };
}

/** What a text apply is made of, as far as the doors can tell. */
function* parts() {
  const { bursar, hand } = made();
  for (const size of ["S", "M", "L"]) {
    const { text, asOf } = load(size);
    const ledger = bursar.open(text);
    const drafts = draftsFor(size, asOf, 64);
    yield {
      work: `parts of apply by text, ${size}`,
      isParts: true,
      ways: {
        "open and free": each([text], (text) => bursar.open(text).free()),
        "text()": each([ledger], (ledger) => ledger.text()),
        preview: each(drafts, (draft) => ledger.preview(draft)),
        "JSON.parse": each([text], (text) => JSON.parse(text)),
        "JSON.stringify": each([JSON.parse(text)], (account) => JSON.stringify(account)),
        "zod and the rules' checks": each([text], (text) => hand[held("jit")].open(text)),
        ...asText([{ given: [text], answer: { account: text } }]),
      },
    };
  }
}

/** What is measured in each host, and what in Node alone, to see where time goes. */
export const groups = { text, preview, apply, bank, many, estimate, table, may };
export const told = { object, parts };
