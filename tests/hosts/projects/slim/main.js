import * as api from "bursar/slim";
import wasm from "bursar/bursar.wasm?url";
import { play } from "../play.mjs";

await api.init(wasm);
fetch("/report", { method: "POST", body: play(api) });
