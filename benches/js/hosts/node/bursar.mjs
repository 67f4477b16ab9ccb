export { Bursar } from "../../../../pkg/dist/node.js";
