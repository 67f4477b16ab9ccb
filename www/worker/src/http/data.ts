// An account's data: taken along, brought here, and a person's taken out. The operator's.
import { Hono } from "hono";
import type { Context } from "hono";
import type { Account } from "../account/object.ts";
import { faulty, object, unknown } from "./body.ts";
import { account } from "./commands.ts";
import { operator } from "./guards.ts";
import { problem, replied } from "./problems.ts";
import type { App } from "./types.ts";

export const data = new Hono<App>()
  .get("/export", operator, async (c) => {
    const stub = account(c);
    const head = await stub.exportHead();
    if (head.kind !== "told") return replied(c, head);
    const name = `${c.var.account.replace(/[^\w.-]/g, "_")}.ndjson`;
    return c.body(lines(stub, head.answer), 200, { "content-type": "application/x-ndjson", "content-disposition": `attachment; filename="${name}"` });
  })
  .post("/import", operator, async (c) => {
    const stub = account(c);
    const begun = await stub.importBegin(c.var.account);
    if (begun.kind !== "told") return replied(c, begun);
    const failed = await send(c, stub);
    if (failed) return failed;
    const reply = await stub.importEnd();
    return reply.kind === "told" ? c.json(reply.answer, 201) : replied(c, reply);
  })
  .post("/erasures", operator, async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const { person } = body;
    const issues = unknown(body, ["person"]);
    if (typeof person !== "string" || ["", "owner", "system"].includes(person)) issues.push({ path: "/person", message: "expected the id of a person" });
    return issues.length > 0 ? faulty(c, issues) : replied(c, await account(c).erase(person as string));
  });

type Stub = DurableObjectStub<Account>;
type Begin = Extract<Awaited<ReturnType<Account["exportHead"]>>, { kind: "told" }>["answer"];

/** One page after the other, as fast as they are read. Without its last line an export is none, and is not taken. */
function lines(stub: Stub, begin: Begin): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  const chunks = told(stub, begin);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(text.encode(value));
    },
  });
}

async function* told(stub: Stub, { line, mark, first }: Begin): AsyncGenerator<string> {
  yield `${line}\n`;
  let count = 1;
  for (let place: typeof first | undefined = first; place;) {
    const page: Awaited<ReturnType<Stub["exportPage"]>> = await stub.exportPage(place, mark);
    // Something was written meanwhile: what comes now would not fit what came before.
    if (!page) return;
    if (page.lines.length > 0) yield `${page.lines.join("\n")}\n`;
    count += page.lines.length;
    place = page.next;
  }
  yield `${JSON.stringify({ kind: "end", lines: count })}\n`;
}

const batchBytes = 250_000;
/** A line is a row, or the head, which has all of the account's state. */
const lineBytesMax = 30_000_000;

/** Hands the body on in batches; answers the response where one is not taken. */
async function send(c: Context<App>, stub: Stub): Promise<Response | undefined> {
  let rest = "";
  let batch: string[] = [];
  let size = 0;
  const flush = async (): Promise<Response | undefined> => {
    const reply = await stub.importLines(batch);
    [batch, size] = [[], 0];
    return reply.kind === "told" ? undefined : replied(c, reply);
  };
  for await (const chunk of (c.req.raw.body ?? new Blob([]).stream()).pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    if (rest.length > lineBytesMax) return problem(c, 413, "body_too_large", `a line is to have at most ${lineBytesMax} bytes`);
    for (const line of parts) {
      batch.push(line);
      size += line.length;
      const failed = size > batchBytes ? await flush() : undefined;
      if (failed) return failed;
    }
  }
  if (rest !== "") batch.push(rest);
  return flush();
}
