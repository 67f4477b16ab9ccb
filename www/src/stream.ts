// The stream of an account's changes: opened again whenever it breaks, and quiet while the network is away.
import type { Change } from "../worker/src/openapi/shapes.ts";
import { changes } from "./api.ts";

const firstMs = 1000;
const longestMs = 30_000;
/** Whom the worker lets read no longer it closes with this. */
const policyViolation = 1008;

/** Calls `changed` with each change, and without one after each gap in which there may have been some. Answers how to stop. */
export function follow(account: string, changed: (change?: Change) => void): () => void {
  let socket: WebSocket | undefined;
  let waitMs = firstMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let broken = false;

  const shut = (): void => {
    clearTimeout(timer);
    if (socket) socket.onclose = null;
    socket?.close();
  };

  const open = (): void => {
    // One that is being opened yet would be a second one.
    shut();
    let opened = false;
    socket = new WebSocket(changes(account));
    socket.onopen = () => {
      opened = true;
      waitMs = firstMs;
      if (broken) changed();
      broken = false;
    };
    socket.onmessage = ({ data }) => changed(JSON.parse(String(data)) as Change);
    socket.onclose = ({ code }) => {
      broken = true;
      // The token ran out, or this is no member any more: asking the account tells which. Who has a newer token goes on. Why one
      // was never opened no browser tells.
      if (code === policyViolation || !opened) changed();
      // Not all pages at once, where it is the worker that went away.
      timer = setTimeout(open, waitMs * (1 + Math.random()));
      waitMs = Math.min(longestMs, waitMs * 2);
    };
  };
  const online = (): void => {
    if (broken) open();
  };

  open();
  addEventListener("online", online);
  return () => {
    removeEventListener("online", online);
    shut();
  };
}

/** Work that is asked for often: at once, then at most once in so many milliseconds, one at a time, and the last asking is never lost. */
export function paced(work: () => Promise<void>, gapMs: number): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    again = false;
    await Promise.all([work(), new Promise((resolve) => setTimeout(resolve, gapMs))]);
    running = false;
    if (again) await run();
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
