import assert from "node:assert/strict";
import { maskInputs } from "./mask-inputs.ts";

const input = (attributes: Record<string, string>) => ({ tagName: "input", attributes });

function masked(attributes: Record<string, string>, maskAll: boolean): unknown {
  const copy = { type: 2, data: { node: { childNodes: [input({ ...attributes })] } } };
  const added = { type: 3, data: { source: 0, adds: [{ node: input({ ...attributes }) }] } };
  maskInputs(copy, maskAll);
  maskInputs(added, maskAll);
  const value = copy.data.node.childNodes[0]?.attributes.value;
  assert.equal(added.data.adds[0]?.node.attributes.value, value);
  return value;
}

Deno.test("maskInputs() masks passwords, codes, cards and hidden values at every quality", () => {
  const secret: Record<string, string>[] = [
    { type: "Password" },
    { type: "hidden" },
    { type: "text", autocomplete: "billing cc-number" },
    { type: "text", autocomplete: "one-time-code" },
    { type: "text", "data-rr-is-password": "true" },
    { type: "text", "data-runtrail-mask": "" },
  ];
  for (const attributes of secret) {
    assert.equal(masked({ ...attributes, value: "abc" }, false), "***");
    assert.equal(masked({ ...attributes, value: "abc" }, true), "***");
  }
});

Deno.test("maskInputs() masks other inputs only where all are, and buttons never", () => {
  assert.equal(masked({ type: "text", value: "abc" }, false), "abc");
  assert.equal(masked({ type: "text", value: "abc" }, true), "***");
  assert.equal(masked({ value: "abc" }, true), "***");
  assert.equal(masked({ type: "submit", value: "Send" }, true), "Send");
});
