import * as api from "bursar/slim";
import module from "bursar/bursar.wasm?module";
import { play } from "../play.mjs";

api.initSync(module);
addEventListener("fetch", (event) => event.respondWith(new Response(play(api))));
