import * as api from "bursar";
import { play } from "../play.mjs";

fetch("/report", { method: "POST", body: play(api) });
