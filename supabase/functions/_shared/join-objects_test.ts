import assert from "node:assert/strict";
import { joinObjects } from "./join-objects.ts";

Deno.test("joinObjects() puts the members of several objects into one, digit by digit", () => {
  assert.equal(
    joinObjects('{"a":1}', ' { "b": 12345678901234567890 }\n', '{"c":{"d":1.10}}'),
    '{"a":1, "b": 12345678901234567890 ,"c":{"d":1.10}}',
  );
});

Deno.test("joinObjects() leaves out objects without members", () => {
  assert.equal(joinObjects("{}", '{"a":1}', "{ }"), '{"a":1}');
  assert.equal(joinObjects("{}"), "{}");
});
