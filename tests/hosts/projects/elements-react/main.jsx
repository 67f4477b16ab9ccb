import { useState } from "react";
import { createRoot } from "react-dom/client";
import "bursar/elements";
import { bursar, entries, now, request, rules, tell, view } from "../elements.mjs";

// React 19 sets properties of custom elements, and listens to what they tell.
function Page() {
  const [open, setOpen] = useState(false);
  const given = { bursar, rules, view, now };
  return (
    <main>
      <h1>React</h1>
      <bursar-balance {...given} locale="en" onbursar-add={tell} />
      <bursar-cost {...given} request={request} hold onbursar-spend={tell} onbursar-remedy={tell} />
      <bursar-usage {...given} entries={entries} stack="source" />
      <button id="more" onClick={() => setOpen(true)}>More</button>
      <bursar-top-up {...given} pack="medium" open={open} onbursar-checkout={tell} onbursar-close={() => setOpen(false)} />
      <bursar-transfer {...given} onbursar-transfer={tell} />
    </main>
  );
}

createRoot(document.getElementById("root")).render(<Page />);
