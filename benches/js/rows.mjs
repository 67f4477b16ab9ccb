// The rows of the table: what is done, by whom, and what issue 6 asks of it. The first way is ours, the
// second the one that it is held against; the others are told beside them.
import { accountText } from "./accounts.mjs";
import { openCedar } from "./baseline/cedar.mjs";
import { baseline } from "./baseline/doors.mjs";
import { decimalGrid, exactGrid, handGrid } from "./baseline/grid.mjs";
import { readRules } from "./baseline/rules.mjs";
import { forms4 } from "./baseline/schema.mjs";
import { openZen } from "./baseline/zen.mjs";
import { commandsFor, draftsFor, grid, requestsFor } from "./commands.mjs";
import { crossing } from "./crossing.mjs";
import { Bursar, rulesText } from "./engine.mjs";

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

const ZOD = { compiled: "JavaScript + zod, compiled", jit: "JavaScript + zod", jitless: "JavaScript + zod jitless", none: "JavaScript, nothing checked" };
const others = (main, way) =>
  Object.fromEntries(
    [main, ...Object.keys(ZOD).filter((form) => form !== main)].map((form) => [ZOD[form], way(form)]),
  );

function* text() {
  const { bursar, hand } = made();
  for (const [size, most] of [["S", 0.35], ["M", 0.25], ["L", 0.25]]) {
    const { text, asOf } = load(size);
    const commands = commandsFor(size, asOf, 64);
    const answer = bursar.apply(text, commands[0]);
    yield {
      work: `apply, text in and out, ${size}`,
      most,
      also: size === "L" ? { [ZOD.none]: 0.35 } : {},
      ways: {
        bursar: each(commands, (command) => bursar.apply(text, command)),
        ...others("jit", (form) => each(commands, (command) => hand[form].applyText(text, command))),
        "crossing alone": crossing([text, JSON.stringify(commands[0])], answer, answer.account),
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
    const theirs = hand.compiled.open(text);
    yield {
      work: `Ledger.preview, object in and out, ${size}`,
      most: 0.5,
      ways: {
        bursar: each(drafts, (draft) => ours.preview(draft)),
        ...others("jitless", (form) => each(drafts, (draft) => hand[form].preview(theirs, draft))),
        "crossing alone": crossing([drafts[0]], ours.preview(drafts[0])),
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
    const [command] = commandsFor(size, asOf, 1, 9);
    const ledger = bursar.open(text);
    yield {
      work: `Ledger.apply, object in and out, ${size}`,
      most: 0.7,
      count: commands.length,
      ways: {
        bursar: apart(() => bursar.open(text), (ledger, command) => ledger.apply(command)),
        ...others("jitless", (form) => apart(() => hand.none.open(text), (ledger, command) => hand[form].apply(ledger, command))),
        "crossing alone": crossing([command], ledger.apply(command)),
      },
    };
    ledger.free();
  }
}

function* bank() {
  const { bursar, hand } = made();
  const [small, large] = ["S", "L"].map((size) => load(size));
  const draft = { type: "spend", at: Math.max(small.asOf, large.asOf), by: "system", from: "bank", credits: 25 };
  const ways = (open, preview) => [large, small].map(({ text }) => [open(text)].map((ledger) => each([draft], (draft) => preview(ledger, draft)))[0]);
  const [ours, theirs] = [ways((text) => bursar.open(text), (ledger, draft) => ledger.preview(draft)), ways(hand.none.open, hand.jitless.preview)];
  yield {
    work: "Ledger.preview of the system's spend from the bank, L",
    most: 1.2,
    ways: { bursar: ours[0], "itself at S": ours[1], "JavaScript + zod jitless, L": theirs[0], "JavaScript + zod jitless, S": theirs[1] },
  };
}

function* many() {
  const { bursar, hand } = made();
  for (const size of ["S", "M"]) {
    const { text, asOf } = load(size);
    const drafts = draftsFor(size, asOf, 1_000);
    const ours = bursar.open(text);
    const theirs = hand.compiled.open(text);
    yield {
      work: `previewMany of 1,000, ${size}`,
      most: 0.5,
      ways: {
        bursar: each([drafts], (drafts) => ours.previewMany(drafts)),
        ...others("jitless", (form) => each([drafts], (drafts) => drafts.map((draft) => hand[form].preview(theirs, draft)))),
        "crossing alone": crossing([drafts], ours.previewMany(drafts)),
      },
    };
  }
}

function* estimate() {
  const { bursar, hand } = made();
  const requests = requestsFor(64);
  const asked = (form, how) => each(requests, (request) => hand[form].estimate(how, request));
  yield {
    work: "estimate, object in and out, lines and all",
    most: 0.25,
    ways: {
      bursar: each(requests, (request) => bursar.estimate(request)),
      "JavaScript + zod + decimal.js": asked("jit", "decimal"),
      "JavaScript + zod, compiled + decimal.js": asked("compiled", "decimal"),
      "JavaScript + zod jitless + decimal.js": asked("jitless", "decimal"),
      "JavaScript + zod + big.js": asked("jit", "big"),
      "JavaScript + zod, exact integers": asked("jit", "exact"),
      "JavaScript, nothing checked, exact integers": asked("none", "exact"),
      "crossing alone": crossing([requests[0]], bursar.estimate(requests[0])),
    },
  };
  const videos = requests.filter(({ model }) => model === "video");
  const zen = openZen(JSON.parse(rulesText));
  yield {
    work: "estimate of one model",
    most: 0.05,
    ways: {
      bursar: each(videos, (request) => bursar.estimate(request)),
      "@gorules/zen-engine, same table, cost alone": (count) => async () => {
        for (let call = 0; call < count; call++) kept = await zen(videos[call % videos.length].inputs);
      },
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
    most: 0.1,
    also: { "JavaScript + decimal.js": 0.005 },
    told: ["JavaScript over typed arrays, for this one model"],
    ways: {
      bursar: each([grid], ({ request, vary }) => bursar.grid(request, vary)),
      "JavaScript, exact integers": each([given], (given) => exactGrid(...given)),
      "JavaScript + decimal.js": each([given], (given) => decimalGrid(...given)),
      "JavaScript over typed arrays, for this one model": each([axes], (axes) => handGrid(cells, ...axes)),
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
      ways: {
        "open and free": each([text], (text) => bursar.open(text).free()),
        "text()": each([ledger], (ledger) => ledger.text()),
        preview: each(drafts, (draft) => ledger.preview(draft)),
        "JSON.parse": each([text], (text) => JSON.parse(text)),
        "JSON.stringify": each([JSON.parse(text)], (account) => JSON.stringify(account)),
        "zod and the rules' checks": each([text], (text) => hand.jit.open(text)),
        "crossing alone": crossing([text], {}, text),
      },
    };
  }
}

export const groups = { text, object, preview, apply, bank, many, estimate, table, may, parts };
