import assert from "node:assert/strict";
import { locateSqlError } from "./locate-sql-error.ts";

const file = `-- first
create table a ();

-- second
create table a (
  x int,
  y nothing
);
`;

Deno.test("locateSqlError() gives the line above the caret", () => {
  const message = `ERROR: type "nothing" does not exist (SQLSTATE 42704)
At statement: 1
-- second
create table a (
  x int,
  y nothing
    ^
Try rerunning the command with --debug to troubleshoot the error.`;
  assert.equal(locateSqlError(message, file), 7);
});

Deno.test("locateSqlError() gives the statement's first line when there is no caret", () => {
  const message = `ERROR: relation "a" already exists (SQLSTATE 42P07)
At statement: 1
-- second
create table a (
  x int,
  y nothing
)
Try rerunning the command with --debug to troubleshoot the error.`;
  assert.equal(locateSqlError(message, file), 5);
});

Deno.test("locateSqlError() gives line 1 when nothing is quoted", () => {
  assert.equal(locateSqlError("ERROR: connection lost", file), 1);
});
