import * as api from "bursar";
import { play } from "../play.mjs";

export default { fetch: () => new Response(play(api)) };
