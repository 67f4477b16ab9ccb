const api = require("bursar");

import("../play.mjs").then(({ play }) => console.log(play(api)));
