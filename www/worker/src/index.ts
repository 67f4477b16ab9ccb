// The worker as it is deployed.
import { app } from "./app.ts";

export { Account } from "./account/object.ts";
export { Registry } from "./rules/registry.ts";
export default app;
