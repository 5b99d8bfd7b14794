import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { functionsUrl, signUp } from "../actors.ts";

const MIB = 1024 * 1024;

// By node:http: fetch has no means to hang up while it sends.
Deno.test("a body that never ends is refused while it comes", async () => {
  const { headers } = await signUp();
  const piece = new Uint8Array(65536).fill(" ".charCodeAt(0));
  let sent = 0;
  const body = Readable.from(function* () {
    for (;; sent += piece.length) yield piece;
  }());
  const url = `${functionsUrl}/execution-history`;
  const answer = Promise.withResolvers<{ status: number | undefined; text: string }>();
  const request = (url.startsWith("https:") ? httpsRequest : httpRequest)(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "transfer-encoding": "chunked" },
  }, (response) => {
    text(response).then((text) => answer.resolve({ status: response.statusCode, text }));
  });
  request.on("error", answer.reject);
  body.pipe(request);
  try {
    const { status, text } = await answer.promise;
    assert.equal(status, 413);
    assert.equal(JSON.parse(text).code, "body_too_large");
    // Beyond the limit nothing was taken but what the buffers on the way hold.
    assert.ok(sent < 64 * MIB, `${sent} bytes were sent`);
  } finally {
    body.destroy();
    request.destroy();
  }
});
