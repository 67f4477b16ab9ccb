// Receipts: what they tell, to whom, and in which forms.
import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Bursar } from "../../pkg/dist/node.js";
import { paid, purchase, receipts, shop, subscribe } from "./shop.mjs";

let open;
let firm;
before(async () => {
  open = await shop();
  firm = await open.customer({ ada: { role: "lead" }, cleo: { role: "clerk" }, ben: { role: "artist" } });
});
after(() => open.stop());

test("receipts are numbered without a gap, and come by page, the newest first", async () => {
  const cleo = await firm.as("cleo");
  for (let nth = 0; nth < 5; nth += 1) await paid(open, cleo, purchase(`w${nth}`, nth % 2 ? "large" : "small"));
  const seen = [];
  let next = "";
  do {
    const { answer } = await cleo.get(`receipts?limit=2${next && `&before=${next}`}`);
    seen.push(...answer.receipts.map(({ number, buyer, item }) => [number, buyer, item]));
    next = answer.next ?? "";
  } while (next);
  assert.deepEqual(seen, [[5, "cleo", "small"], [4, "cleo", "large"], [3, "cleo", "small"], [2, "cleo", "large"], [1, "cleo", "small"]]);
  for (const query of ["limit=0", "limit=1001", "before=x", "before=0"]) assert.equal((await cleo.get(`receipts?${query}`)).status, 400, query);
});

test("of payments that come at once each has a number of its own", async () => {
  const other = await open.customer();
  const sessions = await Promise.all(Array.from({ length: 8 }, async (_, nth) => (await other.owner.post("wishes", purchase(`w${nth}`))).answer.url.split("/").at(-1)));
  for (const session of sessions) await open.fake.double.pay(session);
  await Promise.all(open.fake.happened.splice(0).map((event) => open.fake.send(open.worker, event)));
  assert.deepEqual((await receipts(other)).map(({ number }) => number), [8, 7, 6, 5, 4, 3, 2, 1]);
});

test("only those who see to the bills see them", async () => {
  const ben = await firm.as("ben");
  for (const what of ["receipts", "receipts/1", "receipts/1/print", "receipts/1/pdf"]) {
    const { status, answer } = await ben.get(what);
    assert.deepEqual([status, answer.code, answer.facts.needs], [403, "role_forbids", "billing"], what);
  }
  const stranger = await open.customer();
  assert.equal((await stranger.owner.get("receipts/1")).status, 404);
  for (const number of ["0", "99", "x", "1.0", "-1", "1%20or%201"]) assert.equal((await (await firm.as("cleo")).get(`receipts/${number}`)).status, 404, number);
});

test("a page to print has all of it, in the reader's way, and nothing that runs", async () => {
  const cleo = await firm.as("cleo");
  const { answer, headers } = await cleo.get("receipts/2/print?locale=de");
  for (const word of ['<html lang="de">', "Quittung 2", "Käufer", firm.id, "cleo", "1,000 credits and 100 on top", "1.100, davon 100 als Bonus", "40,00", "pi_"]) assert.ok(answer.includes(word), word);
  assert.match(headers.get("content-security-policy"), /default-src 'none'/);
  for (const locale of ["en-GB", "fr"]) assert.match((await cleo.get(`receipts/2/print?locale=${locale}`)).answer, /<html lang="en">.*Receipt 2.*Buyer/s);
  assert.match((await cleo.get("receipts/2/print?locale=en-GB")).answer, /€40\.00/);
  for (const locale of ["x", "%3Cscript%3E", "de-DE-u-nu-arab"]) assert.equal((await cleo.get(`receipts/2/print?locale=${locale}`)).status, 200, locale);
  assert.ok(!(await cleo.get("receipts/2/print?locale=%3Cscript%3E")).answer.includes("<script>"));
});

test("as PDF it says the same, and is the same bytes each time", async () => {
  const token = (await import("./harness.mjs")).token;
  const authorization = `Bearer ${await token(open.worker, { [firm.id]: "cleo" })}`;
  const read = async () => {
    const response = await fetch(`${open.worker.address}/v1/accounts/${firm.id}/receipts/2/pdf`, { headers: { authorization } });
    assert.deepEqual([response.status, response.headers.get("content-type"), response.headers.get("content-disposition")], [200, "application/pdf", 'inline; filename="receipt-2.pdf"']);
    return Buffer.from(await response.arrayBuffer());
  };
  const [one, two] = [await read(), await read()];
  assert.deepEqual(one, two);
  assert.equal(one.subarray(0, 5).toString(), "%PDF-");
  const text = words(one);
  for (const word of ["Receipt 2", firm.id, "cleo", "1,000 credits and 100 on top", "€40.00"]) assert.ok(text.includes(word), `${word} in ${text}`);
});

test("on the PDF, whose letters are Latin, the date and the price can be read in every language and currency", async () => {
  const { worded } = await bundled("www/worker/src/receipts/words.ts");
  const { latin, pdf } = await bundled("www/worker/src/receipts/pdf.ts");
  const receipt = { number: 7, at: Date.UTC(2026, 10, 23, 9), account: "a", buyer: "b", kind: "pack", item: "p", label: "Pack", quantity: 2, credits: 12345, bonus: 0, payment: "pi" };
  const read = async (locale, currency) => words(Buffer.from(await pdf(worded({ ...receipt, price: { amount: 199000, currency } }, locale, false, latin), 0)));
  for (const locale of ["en", "de", "ru", "ja", "ar-EG", "fa", "hi", "el", "th", "bn"]) {
    for (const currency of ["EUR", "INR", "ILS", "KRW", "VND", "PHP", "PLN"]) {
      const text = await read(locale, currency);
      assert.ok(!text.includes("?"), `${locale} ${currency}: ${text}`);
      if (currency !== "EUR") assert.match(text, new RegExp(currency), `${locale}: ${text}`);
    }
  }
  assert.match(await read("de-AT", "EUR"), /Quittung 7.*Datum.*23\. November 2026.*Käufer/s);
  assert.match(await read("de", "EUR"), /23\. November 2026.*1\.990,00 €/s);
  assert.match(await read("de", "INR"), /1\.990,00 INR/);
  // Its font has some letters and signs beside those of Latin-1: the apostrophe of the Maltese is one, and \x92 there.
  assert.match(await read("mt", "EUR"), /23 ta\x92 Novembru 2026/);
  assert.match(await read("ru", "EUR"), /November 23, 2026.*€1,990\.00/s);
});

test("what went back stands on the receipt, and a plan's has its seats", async () => {
  const other = await open.customer();
  await paid(open, other.owner, purchase("w"));
  const [{ payment }] = await receipts(other);
  await open.fake.double.refund(payment, 250);
  await open.fake.deliver(open.worker);
  assert.match((await other.owner.get("receipts/1/print")).answer, /Returned<\/dt><dd>€2\.50; 50 credits taken back/);
  await paid(open, other.owner, subscribe("t", "team", { seats: 2, expect: { amount: 1000, currency: "EUR" } }));
  assert.match((await other.owner.get("receipts/2/print")).answer, /2 × Team/);
  // A plan that is for the account is one, with its first payment and with every other.
  const third = await open.customer();
  await paid(open, third.owner, subscribe("b", "basic", { seats: 3 }));
  await open.fake.double.renew([...open.fake.things.values()].findLast(({ object }) => object === "subscription").id);
  await open.fake.deliver(open.worker);
  assert.deepEqual((await receipts(third)).map(({ quantity }) => quantity), [1, 1]);
});

/** The words of a PDF that pdf-lib made: its texts are hexadecimal, its streams deflated. */

test("in every currency a receipt, the page and the engine write the same amount", async () => {
  const { money } = await bundled("www/worker/src/receipts/words.ts");
  const { say } = await bundled("pkg/elements/say.ts");
  const plain = (text) => text.match(/\d[\d.,]*/)[0];
  for (const currency of Intl.supportedValuesOf("currency")) {
    const rules = { schema: 1, name: "Any", currency, sources: [{ id: "bought" }], packs: { one: { credits: 1, price: 199000 } }, purchase: { source: "bought", inAppLimit: 199000 } };
    const bursar = new Bursar(rules);
    const { account } = bursar.create({ id: "a", at: 0 });
    const told = bursar.preview(account, { type: "purchase", at: 0, by: "owner", pack: "one", quantity: 2 });
    const [, engine] = told.message.match(/[A-Z]{3} ([\d.,]*\d)/);
    const price = { amount: 199000, currency };
    assert.deepEqual([plain(money(price, "en-US")), plain(say(rules, "en-US", {}).money(price))], [engine, engine], currency);
  }
});

/** A module of the worker's or the elements', as it is bundled for them. */
async function bundled(path) {
  const root = new URL("../../", import.meta.url);
  const { build } = createRequire(new URL("www/worker/package.json", root))("esbuild");
  const { outputFiles: [{ text }] } = await build({ entryPoints: [fileURLToPath(new URL(path, root))], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}

function words(file) {
  const streams = [];
  for (let at = file.indexOf("stream\n"); at >= 0; at = file.indexOf("stream\n", at + 1)) {
    const end = file.indexOf("endstream", at);
    try {
      streams.push(inflateSync(file.subarray(at + 7, end)).toString("latin1"));
    } catch {
      // The end of another stream.
    }
  }
  const shown = [...streams.join("").matchAll(/<([0-9A-F]+)> Tj/g)].map(([, hex]) => Buffer.from(hex, "hex").toString("latin1").replaceAll("\x80", "€"));
  return shown.join("\n");
}
