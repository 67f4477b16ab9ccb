// What every handler finds beside the request.
import type { RequestIdVariables } from "hono/request-id";
import type { Env } from "../env.ts";
import type { Caller } from "./sign-in.ts";

export interface App {
  Bindings: Env;
  Variables: RequestIdVariables & { caller: Caller | undefined; account: string; by: string };
}
