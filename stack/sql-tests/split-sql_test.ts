import assert from "node:assert/strict";
import { splitSql } from "./split-sql.ts";

function texts(file: string): string[] {
  return splitSql(file).map(({ text }) => text);
}

Deno.test("splitSql() gives each statement the line on which it begins", () => {
  assert.deepEqual(splitSql("-- rule\n\nselect 1;\nselect\n  2;\n"), [
    { text: "select 1;", line: 3 },
    { text: "select\n  2;", line: 4 },
  ]);
});

Deno.test("splitSql() leaves semicolons in strings, names, quotes and comments alone", () => {
  const whole = [
    "select ';''; ', \"a;\"\"b\", E'it\\'s;';",
    "do $$ begin perform 1; end $$;",
    "select $tag$ $$ ; $tag$;",
    "select 1 /* ; /* ; */ ; */ + 1; -- ;",
  ];
  assert.deepEqual(texts(whole.join("\n")), [
    ...whole.slice(0, 3),
    "select 1 /* ; /* ; */ ; */ + 1;",
  ]);
});

Deno.test("splitSql() keeps a begin atomic body whole, with its case expressions", () => {
  const body =
    "create function f() returns int begin atomic select case when true then 1 end; end;";
  assert.deepEqual(texts(`begin; ${body} commit;`), ["begin;", body, "commit;"]);
});

Deno.test("splitSql() keeps a last statement without a semicolon, and nothing of an empty file", () => {
  assert.deepEqual(texts("select 1"), ["select 1"]);
  assert.deepEqual(texts("\n-- nothing\n;"), []);
});
