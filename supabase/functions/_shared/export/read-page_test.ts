import assert from "node:assert/strict";
import { readPage } from "./read-page.ts";

/** An answer that comes in pieces of this size, and may fail at its end. */
function answer(text: string, size: number, failure?: Error): Response {
  const all = new TextEncoder().encode(text);
  let at = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (at < all.length) controller.enqueue(all.slice(at, at += size));
        else if (failure) controller.error(failure);
        else controller.close();
      },
    }),
  );
}

const head = '{"rows":2,"snapshot":"1:1:","after":"1:1:,2026-01-01,x",';
const content = 'a,"é 😀"\r\n"content":"\\\n';
const whole = `${head}"content":${JSON.stringify(content)}}`;

Deno.test("readPage() gives what comes before the content, and the content's bytes, wherever pieces end", async () => {
  for (const size of [1, 2, 7, 64, 1000]) {
    const page = await readPage(answer(whole, size));
    assert.ok(page.ok, `${size}`);
    const { content: bytes, ...others } = page.value;
    assert.deepEqual(others, { rows: 2, snapshot: "1:1:", after: "1:1:,2026-01-01,x" });
    assert.equal(await new Response(new Blob(await Array.fromAsync(bytes))).text(), content);
  }
});

Deno.test("readPage() gives the first fields before the content has come", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const encoder = new TextEncoder();
  const pieces = [`${head}"content":"`, '"}'].map((text) => encoder.encode(text));
  const body = new ReadableStream({
    async pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) return controller.close();
      if (pieces.length === 0) await promise;
      controller.enqueue(piece);
    },
  });
  const page = await readPage(new Response(body));
  assert.ok(page.ok);
  assert.equal(page.value.rows, 2);
  resolve();
  assert.deepEqual(await Array.fromAsync(page.value.content), []);
});

Deno.test("readPage() refuses an answer that breaks off before its content, or has none", async () => {
  for (
    const broken of [
      answer(head, 5),
      answer("", 1),
      answer('{"message":"nothing"}', 5),
      answer(head, 5, new Error("connection reset")),
      answer('rows,"content":"a"', 5),
      new Response(null),
    ]
  ) {
    const page = await readPage(broken);
    assert.ok(!page.ok);
    assert.deepEqual([page.problem.code, page.problem.status], ["database_unavailable", 503]);
    assert.ok(page.problem.log);
  }
});

Deno.test("the content of a page throws when it is cut off", async () => {
  for (const cut of [answer(whole.slice(0, -3), 9), answer(whole.slice(0, -3), 9, new Error())]) {
    const page = await readPage(cut);
    assert.ok(page.ok);
    await assert.rejects(Array.fromAsync(page.value.content));
  }
});
