// The worker as it is deployed.
import { app } from "./app.ts";

export { Account } from "./account/object.ts";
export default app;
