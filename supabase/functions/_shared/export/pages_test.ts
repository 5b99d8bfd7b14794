import assert from "node:assert/strict";
import { refuse, type Result, succeed } from "../result.ts";
import { contentOf, type Ending } from "./pages.ts";
import type { Page } from "./read-page.ts";

/** A page of one row, whose content is its name. */
function page(name: string, after: string | null, onRead = () => {}): Page {
  async function* content() {
    onRead();
    yield await new TextEncoder().encode(name);
  }
  return { rows: 1, snapshot: "1:1:", after, content: content() };
}

/** What comes, and how it ends. */
async function taken(paging: Parameters<typeof contentOf>[0]): Promise<[string, Ending]> {
  let text = "";
  for (const content = contentOf(paging);;) {
    const { done, value } = await content.next();
    if (done) return [text, value];
    text += new TextDecoder().decode(value);
  }
}

const later = Date.now() + 3_600_000;

Deno.test("contentOf() joins all pages, and asks for the next before it sends one", async () => {
  const happened: string[] = [];
  const note = (what: string) => void happened.push(what);
  const [text, ending] = await taken({
    first: page("a", "1", () => note("reads a")),
    next: (after) => {
      note(`asks after ${after}`);
      const [name, next] = after === "1" ? ["b", "2"] as const : ["c", null] as const;
      return Promise.resolve(succeed(page(name, next, () => note(`reads ${name}`))));
    },
    until: later,
  });
  assert.equal(text, "abc");
  assert.deepEqual(ending, { rows: 3, snapshot: "1:1:", after: null });
  assert.deepEqual(happened, ["asks after 1", "reads a", "asks after 2", "reads b", "reads c"]);
});

Deno.test("contentOf() stops at its time, and says where to go on", async () => {
  const never = (): Promise<Result<Page>> => Promise.reject(new Error("asked for"));
  const [text, ending] = await taken({ first: page("a", "1"), next: never, until: 0 });
  assert.equal(text, "a");
  assert.deepEqual(ending, { rows: 1, snapshot: "1:1:", after: "1" });
});

Deno.test("contentOf() tells what refused a page, and where to go on", async () => {
  const refused = refuse("statement_timeout", "It took too long.");
  const [text, { problem, ...ending }] = await taken({
    ...{ first: page("a", "1"), next: () => Promise.resolve(refused), until: later },
  });
  assert.equal(text, "a");
  assert.deepEqual(ending, { rows: 1, snapshot: "1:1:", after: "1" });
  assert.equal(problem?.code, "statement_timeout");
});
