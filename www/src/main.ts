// The page opens: its language, its state, and what is drawn whenever that changes.
import { isBursarError, version } from "bursar";
import "bursar/elements";
import { render } from "lit";
import { App } from "./app.ts";
import { byId } from "./dom.ts";
import { Unfetched, ready } from "./engine.ts";
import { keeping } from "./focus.ts";
import { language } from "./language.ts";
import * as session from "./session.ts";
import { title } from "./title.ts";
import { shutBeside } from "./views/menu.ts";
import { missed } from "./views/missed.ts";
import { page } from "./views/page.ts";
import { viewHere } from "./where.ts";

const root = byId("page", HTMLElement);
const nearMs = 600;

/** In a function, and not the module itself: what is fetched later imports from it, and would wait for it to be done. */
async function open(): Promise<void> {
  const app = new App(await language(), () => {
    document.title = title(app);
    keeping(() => render(page(app, version), root));
  });

  root.addEventListener("bursar-add", () => app.purse.add());
  addEventListener("pointerdown", (event) => shutBeside(app, event));
  // Until the page is open there is nothing to draw anew, and perhaps no engine yet.
  let isOpen = false;
  addEventListener("popstate", () => {
    if (isOpen) void app.go(viewHere(), "stay");
    else app.view = viewHere();
  });
  for (const name of ["online", "offline"]) addEventListener(name, () => { app.online = navigator.onLine; if (isOpen) void app.reached(); });
  session.heed((person) => { if (isOpen) void app.elsewhere(person); });

  try {
    const sent = new URLSearchParams(location.search);
    const wish = sent.get("wish");
    app.view = viewHere();
    const account = session.remembered();
    const comesBack = session.comesBack();
    const arriving = Promise.all([ready, app.arrive(account)]);
    // Whoever was signed in, or comes from it, waits for their account, so that nothing jumps; the others only as long as a worker takes that is near.
    const waits = account !== undefined || comesBack;
    await (waits ? arriving : Promise.race([arriving, ready.then(() => new Promise((resolve) => setTimeout(resolve, nearMs)))]));
    app.draw();
    isOpen = true;
    if (wish !== null) {
      await arriving;
      // The address is only where they came back to: told once, it is not told again.
      history.replaceState(null, "", `?${new URLSearchParams({ view: app.view })}`);
      const told = { id: wish, paid: sent.get("checkout") === "done" };
      // Before the page is shown, so that nothing is moved by it.
      await app.wishes.hear(told);
      app.draw();
      void app.wishes.follow(told);
    }
  } catch (error) {
    // A host that forbids WebAssembly, above all: the engine says what it needs.
    if (!isBursarError(error)) throw error;
    render(error.cause instanceof Unfetched ? missed(app, async () => location.reload()) : `${app.words.blocked} ${error.message}`, root);
  } finally {
    document.body.dataset["filled"] = "";
    byId("opening", HTMLElement).remove();
  }
}

void open();
