import "bursar/elements";
import { bursar, entries, now, request, rules, tell, view } from "../elements.mjs";

for (const element of document.querySelectorAll("bursar-balance, bursar-cost, bursar-usage, bursar-top-up, bursar-transfer")) {
  Object.assign(element, { bursar, rules, view, now, request, entries });
}
for (const name of ["bursar-add", "bursar-spend", "bursar-remedy", "bursar-checkout", "bursar-transfer"]) document.addEventListener(name, tell);
document.querySelector("#more").addEventListener("click", () => document.querySelector("bursar-top-up").show());
