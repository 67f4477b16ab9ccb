// Receipts, for those who see to the bills: as data, as a page to print, as PDF.
import { type Context, Hono } from "hono";
import type { Receipt } from "../receipts/shapes.ts";
import { provider } from "../money/provider.ts";
import { latin, pdf } from "../receipts/pdf.ts";
import { page, printPolicy } from "../receipts/print.ts";
import { type Worded, known, worded } from "../receipts/words.ts";
import { account } from "./commands.ts";
import { needs } from "./guards.ts";
import { replied } from "./problems.ts";
import * as query from "./query.ts";
import type { App } from "./types.ts";

const one = (c: Context<App>) => account(c).receipt(query.number(c.req.param("receipt")));

/** In the reader's way: as the query says, else as their browser does. */
const localeOf = (c: Context<App>): string => known(c.req.query("locale") ?? c.req.header("accept-language")?.split(/[,;]/)[0]);

async function words(c: Context<App>, receipt: Receipt, can?: (text: string) => boolean): Promise<Worded> {
  return worded(receipt, localeOf(c), (await provider(c.env))?.test === true, can);
}

export const receipts = new Hono<App>()
  .use("/receipts/*", needs("billing"))
  .get("/receipts", async (c) => {
    const asked = query.numbered(c);
    return asked instanceof Response ? asked : replied(c, await account(c).receipts(asked.limit, asked.before));
  })
  .get("/receipts/:receipt", async (c) => replied(c, await one(c)))
  .get("/receipts/:receipt/print", async (c) => {
    const reply = await one(c);
    if (reply.kind !== "told") return replied(c, reply);
    c.header("content-security-policy", printPolicy);
    return c.html(page(await words(c, reply.answer), localeOf(c)));
  })
  .get("/receipts/:receipt/pdf", async (c) => {
    const reply = await one(c);
    if (reply.kind !== "told") return replied(c, reply);
    const { number, at } = reply.answer;
    c.header("content-disposition", `inline; filename="receipt-${number}.pdf"`);
    return c.body(await pdf(await words(c, reply.answer, latin), at), 200, { "content-type": "application/pdf" });
  });
