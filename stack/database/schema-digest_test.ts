import assert from "node:assert/strict";
import { compareSchema, type SchemaDigest } from "./schema-digest.ts";

const stored: SchemaDigest = {
  base: "b",
  migrations: { "1_a.sql": "x", "2_b.sql": "y" },
  seed: "s",
};
const compare = (now: Partial<SchemaDigest>) => compareSchema(stored, { ...stored, ...now });

Deno.test("compareSchema() calls equal migrations the same, whatever the seed", () => {
  assert.equal(compare({ seed: "t" }).change, "same");
});

Deno.test("compareSchema() tells migrations added at the end from all other changes", () => {
  const { migrations } = stored;
  const file = (name: string) => `supabase/migrations/${name}`;
  assert.deepEqual(compare({ migrations: { ...migrations, "3_c.sql": "z" } }), {
    change: "added",
    file: file("3_c.sql"),
  });
  assert.deepEqual(compare({ migrations: { ...migrations, "2_b.sql": "edited" } }), {
    change: "changed",
    file: file("2_b.sql"),
  });
  assert.deepEqual(compare({ migrations: { "1_a.sql": "x" } }), {
    change: "changed",
    file: file("2_b.sql"),
  });
  const between = { "1_a.sql": "x", "15_c.sql": "z", "2_b.sql": "y" };
  assert.deepEqual(compare({ migrations: between }), { change: "changed", file: file("15_c.sql") });
});

Deno.test("compareSchema() makes the database anew when what lies below the migrations changed", () => {
  assert.equal(compare({ base: "c" }).change, "changed");
});
