// The stream of changes: a WebSocket for each reader, which the platform keeps while the object sleeps.
import type { Accepted, Asker, Ledger } from "bursar";
import type { Notice } from "../inbox/shapes.ts";
import { described, log } from "../log.ts";

/** Who reads, and until when their token lets them; and how much was sent to them on this line. */
export interface Reader { by: Asker; until: number; sent?: number }

/** What a change brings beside the decision; `rules` names those in force, so that a page sees when it has old ones. */
export interface More { notices: Notice[]; rules: string }

/** More than these at once are turned away. */
const readersMax = 1000;
/** And more than these of one reader, so that nobody keeps the others out. */
const ofOneMax = 50;

/**
 * So many characters are sent on one line; then it is ended, and who still reads opens another. What somebody does not read
 * the platform keeps for them in memory, without any bound, and never tells of it.
 */
const sentMax = 2_000_000;

/** Opens a reader's socket; the answer is the upgrade, or none where there are too many. */
export function open(ctx: DurableObjectState, reader: Reader): Response | undefined {
  if (ctx.getWebSockets(reader.by).length >= ofOneMax || ctx.getWebSockets().length >= readersMax) return undefined;
  const { 0: client, 1: server } = new WebSocketPair();
  ctx.acceptWebSocket(server, [reader.by]);
  server.serializeAttachment(reader);
  // Answered by the platform, so that a reader can ask whether the line still stands without waking the object.
  ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  return new Response(null, { status: 101, webSocket: client });
}

/** Tells every reader that something changed: as much of it as the engine lets them see. */
export function tell(ctx: DurableObjectState, ledger: Ledger, answer: Accepted, more: More): void {
  const messages = new Map<Asker, string | undefined>();
  for (const socket of ctx.getWebSockets()) {
    const reader = socket.deserializeAttachment() as Reader;
    const { by, until } = reader;
    if (!messages.has(by)) messages.set(by, tellable(ledger, by, answer, more));
    send(socket, reader, until < Date.now() ? undefined : messages.get(by));
  }
}

/** Ends the streams of somebody who is not known by that name any more. */
export function part(ctx: DurableObjectState, by: Asker): void {
  for (const socket of ctx.getWebSockets(by)) end(socket, 1008, "sign in again");
}

function send(socket: WebSocket, reader: Reader, message: string | undefined): void {
  if (message === undefined) return end(socket, 1008, "sign in again");
  const sent = (reader.sent ?? 0) + message.length;
  if (sent > sentMax && reader.sent) return end(socket, 1013, "open another");
  gone(() => {
    socket.serializeAttachment({ ...reader, sent });
    socket.send(message);
  });
}

const end = (socket: WebSocket, code: number, reason: string): void => gone(() => socket.close(code, reason));

/** A reader that went away is closed by the platform; the command was carried out all the same. */
function gone(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

/** The command is carried out and stored: that a reader cannot be told of it is the reader's misfortune, and nobody else's. */
function tellable(...change: Parameters<typeof told>): string | undefined {
  try {
    return told(...change);
  } catch (error) {
    log("error", "changes", { error: described(error) });
    return undefined;
  }
}

/** What a reader is told; nothing to one who is no member any more. */
function told(ledger: Ledger, by: Asker, { seq, at, entries }: Accepted, { notices, rules }: More): string | undefined {
  const balance = ledger.balance({ at, by });
  if (!balance.ok && balance.code === "unknown_member") return undefined;
  return JSON.stringify({
    seq,
    at,
    rules,
    ...(balance.ok ? { balance } : {}),
    ...(ledger.may(by, "viewUsage") ? { entries } : {}),
    ...(notices.length > 0 && ledger.may(by, "manage") ? { notices } : {}),
  });
}
