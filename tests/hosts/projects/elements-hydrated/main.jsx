import { useSyncExternalStore } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import "bursar/elements";
import { bursar, now, request, rules, tell, view } from "../elements.mjs";

// As docs/elements.md says: React gives what a server rendered no properties, so they begin in the browser.
const never = () => () => {};
const InBrowser = ({ children }) => (useSyncExternalStore(never, () => true, () => false) ? children : null);

const page = (
  <main>
    <h1>React, from a server</h1>
    <InBrowser><bursar-cost bursar={bursar} rules={rules} view={view} now={now} request={request} locale="en" onbursar-spend={tell} /></InBrowser>
  </main>
);

const root = document.getElementById("root");
root.innerHTML = renderToString(page);
globalThis.rendered = root.innerHTML;
hydrateRoot(root, page);
