export { Bursar } from "../../../../pkg/dist/browser.js";
