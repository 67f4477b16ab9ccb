// How large a body may be. What is larger is refused, and read all the same: who is still sending when the line is closed has no answer to read.
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { setting } from "../env.ts";
import { problem } from "./problems.ts";
import type { App } from "./types.ts";

/** So much of what is too large is read and dropped. */
const droppedBytes = 16_000_000;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

export const bounded = createMiddleware<App>(async (c, next) => {
  const { body, headers } = c.req.raw;
  if (!body || isImport(c.req.path)) return next();
  const maxSize = setting(c.env, "BODY_BYTES_MAX");
  const isTold = headers.has("content-length") && !headers.has("transfer-encoding");
  const reader = isTold ? undefined : body.getReader();
  // The limit keeps the reader of what it counts, so that nobody else could read on.
  if (reader) c.req.raw = new Request(c.req.raw, { body: readBy(reader) });
  return bodyLimit({
    maxSize,
    onError: async () => {
      await dropped(reader ?? body.getReader());
      return problem(c, 413, "body_too_large", `the body is to have at most ${maxSize} bytes`);
    },
  })(c, next);
});

/** Nothing is read before it is asked for: workerd has one read at a time, and the next may be ours. */
const readBy = (reader: Reader): ReadableStream<Uint8Array> => new ReadableStream<Uint8Array>({
  async pull(controller) {
    const { done, value } = await reader.read();
    if (done) controller.close();
    else controller.enqueue(value);
  },
}, { highWaterMark: 0 });

async function dropped(reader: Reader): Promise<void> {
  for (let size = 0; size <= droppedBytes;) {
    const { done, value } = await reader.read();
    if (done) return;
    size += value.byteLength;
  }
  await reader.cancel();
}

/** What an import brings is as large as the account: it is the operator's, and bounded line by line. */
function isImport(path: string): boolean {
  return /^\/v1\/accounts\/[^/]+\/import$/.test(path);
}
