// `npm start`: builds the package, the page and the worker where they are not up to date, and runs the worker, which serves
// the page. It is the worker for development, where anybody can sign in; `npm start -- --production` is the one that is deployed.
import { Stop, main } from "./lib/sh.mjs";
import { buildPage } from "./page.mjs";
import { setup } from "./setup.mjs";

const known = ["--production"];

await main(async () => {
  const said = process.argv.slice(2);
  // A word that is passed over would start the worker for development, where anybody can sign in.
  if (said.some((word) => !known.includes(word))) throw new Stop(`expected nothing or --production, found \`${said.join(" ")}\`; PORT, HOST and DATA are said before it, as in \`PORT=8788 npm start\``);
  await buildPage(setup("build"));
  // What it imports is there only now.
  const { serve } = await import("../www/worker/serve.mjs");
  try {
    await serve({ development: !said.includes("--production") });
  } catch (error) {
    throw new Stop(error.message);
  }
});
