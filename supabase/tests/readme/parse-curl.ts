import assert from "node:assert/strict";

/** What a curl command sends. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** Reads what a curl command with the options -X, -H, -d, -o and -s sends. */
export function parseCurl([program, ...words]: readonly string[]): CurlRequest {
  assert.equal(program, "curl");
  let method: string | undefined;
  let body: string | undefined;
  const headers: Record<string, string> = {};
  const urls: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "-s") continue;
    if (!word.startsWith("-")) {
      urls.push(word);
      continue;
    }
    const value = words[++at] ?? "";
    if (word === "-o") continue;
    if (word === "-X") method = value;
    else if (word === "-d") body = value;
    else if (word === "-H") {
      const colon = value.indexOf(":");
      headers[value.slice(0, colon)] = value.slice(colon + 1).trim();
    } else throw new Error(`The test does not know curl's option ${word}.`);
  }
  const [url = ""] = urls;
  assert.equal(urls.length, 1, `one address: ${urls}`);
  return {
    method: method ?? (body === undefined ? "GET" : "POST"),
    url,
    headers,
    ...(body === undefined ? {} : { body }),
  };
}
