import { Buffer } from "node:buffer";
import type * as z from "zod";
import { contract } from "../contract.ts";
import { perform, type Performer } from "../perform.ts";
import { succeed } from "../result.ts";

type Chunk = z.output<typeof contract.visualChunk.output>;

/**
 * Answers with the bytes of chunks, or that the caller has them. As a type that supabase-js hands on as
 * bytes: of one that it does not know it makes text.
 */
export const visualChunk: Performer = perform(contract.visualChunk, {
  async carryOut(_operation, { request, parameters, call }) {
    const if_none_match = parameters.if_none_match ??
      request.headers.get("if-none-match") ?? undefined;
    const done = await call({ ...parameters, if_none_match });
    if (!done.ok) return done;
    const { etag, complete, content } = JSON.parse(done.value.text) as Chunk;
    const headers = {
      etag,
      // Where a chunk is still missing, it may come.
      "cache-control": complete ? "private, max-age=31536000, immutable" : "private, no-cache",
      vary: "authorization, apikey",
    };
    if (content === null) return succeed({ status: 304, body: null, headers });
    const type = {
      "content-type": "application/octet-stream",
      "x-content-type-options": "nosniff",
    };
    const body = Buffer.from(content, "base64");
    return succeed({ status: 200, body, headers: { ...headers, ...type } });
  },
});
