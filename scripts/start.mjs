// `npm start`: builds the package, the page and the worker where they are not up to date, and runs the worker, which serves
// the page. It is the worker for development, where anybody can sign in; `npm start -- --production` is the one that is deployed.
import { Stop, main } from "./lib/sh.mjs";
import { buildPage } from "./page.mjs";
import { setup } from "./setup.mjs";

await main(async () => {
  await buildPage(setup("build"));
  // What it imports is there only now.
  const { serve } = await import("../www/worker/serve.mjs");
  try {
    await serve({ development: !process.argv.includes("--production") });
  } catch (error) {
    throw new Stop(error.message);
  }
});
