import * as api from "bursar";
import { play } from "../play.mjs";

console.log(play(api));
