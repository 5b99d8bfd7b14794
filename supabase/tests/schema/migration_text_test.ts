import assert from "node:assert/strict";

const folder = new URL("../../migrations/", import.meta.url);
const migrations = [...Deno.readDirSync(folder)]
  .map(({ name }) => ({ name, text: Deno.readTextFileSync(new URL(name, folder)) }))
  .sort((a, b) => a.name.localeCompare(b.name));

Deno.test("migrations keep to 100 columns", () => {
  const long = migrations.flatMap(({ name, text }) =>
    text.split("\n").flatMap((line, at) => line.length > 100 ? [`${name}:${at + 1}`] : [])
  );
  assert.deepEqual(long, []);
});

Deno.test("every definer function in the migrations says why", () => {
  const definers = migrations.flatMap(({ text }) =>
    text.split(/^(?=create (?:or replace )?function )/m).filter((part) =>
      /^security definer$/m.test(part)
    )
  );
  assert.ok(definers.length > 0, "there are definer functions");
  for (const definer of definers) {
    assert.match(definer, /-- definer because: \S/, definer.slice(0, 80));
  }
});

Deno.test("migrations are named by a time and a concept", () => {
  assert.ok(migrations.length > 0, "there are migrations");
  for (const { name } of migrations) assert.match(name, /^\d{14}_[a-z_]+\.sql$/);
});
