// The API document's schemas are made of the code's types; what is committed is what would be made.
import assert from "node:assert/strict";
import { test } from "node:test";
import { schemas } from "../../www/worker/schemas.mjs";
import { source } from "./harness.mjs";

test("the document's schemas are those of the code", () => {
  assert.equal(schemas(), source("src/openapi/schemas.json"), "run `npm run schemas` in www/worker");
});
