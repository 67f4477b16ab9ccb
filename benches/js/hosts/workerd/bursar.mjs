export { Bursar } from "../../../../pkg/dist/workerd.js";
