import assert from "node:assert/strict";
import { contract } from "../supabase/functions/_shared/contract.ts";
import { functions } from "./functions.ts";

Deno.test("every method of the contract has its function, and no other", () => {
  const named = Object.entries(contract).map(([method, { name }]) => [method, name]);
  assert.deepEqual(Object.entries(functions), named);
});
