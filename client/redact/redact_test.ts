import assert from "node:assert/strict";
import { random } from "../testing/random.ts";
import { createRedactor } from "./create-redactor.ts";
import { secretsOfInputs } from "./secrets-of-inputs.ts";

const encodings: Record<string, (secret: string) => string> = {
  "as it is": (secret) => secret,
  "in a URL": encodeURIComponent,
  "in a form": (secret) => new URLSearchParams({ "": secret }).toString().slice(1),
  "in a URL within a URL": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "in a URL in small letters": (secret) =>
    encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  "in JSON": (secret) => JSON.stringify(secret).slice(1, -1),
  "in JSON within JSON": (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  "in JSON as ASCII": (secret) =>
    JSON.stringify(secret).slice(1, -1)
      .replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "in HTML": (secret) =>
    secret.replace(
      /[&<>"']/g,
      (one) =>
        ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[one] ?? one,
    ),
  "in HTML by numbers": (secret) =>
    secret.replace(/[^A-Za-z0-9]/gu, (one) => `&#x${one.codePointAt(0)?.toString(16)};`),
  "in a URL in HTML": (secret) => encodeURIComponent(secret).replaceAll("'", "&apos;"),
  "in base64": (secret) => base64(secret),
  "in base64url": (secret) =>
    base64(secret).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""),
  "in base64 in a URL": (secret) => encodeURIComponent(base64(secret)),
};

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

const secrets = [
  "hunter2hunter2",
  "correct horse battery staple",
  `p@ss"w0rd'/1+2=\\3&<4>`,
  "line one\nline two\ttabbed",
  "Grüße-an-Ännchen-😀",
  "https://user:pw@host/?a=b#c",
  "?!$%&/()=*+.~^|[]{}",
];

for (const [name, encode] of Object.entries(encodings)) {
  Deno.test(`a secret is removed ${name}`, () => {
    for (const secret of secrets) {
      const { text } = createRedactor([secret]);
      const written = encode(secret);
      const clean = text(`before ${written} between ${written}, after`);
      assert.equal(clean, "before [redacted] between [redacted], after", secret);
    }
  });
}

Deno.test("a secret is removed from base64 of a longer text, wherever it begins", () => {
  const next = random(7);
  for (let round = 0; round < 300; round++) {
    const secret = secrets[round % secrets.length] ?? "";
    const before = "x".repeat(Math.floor(next() * 7));
    const after = "y".repeat(Math.floor(next() * 7));
    const { text } = createRedactor([secret]);
    const clean = text(base64(before + secret + after));
    // What is left says nothing of it: only what stood before and after.
    const left = clean.replaceAll("[redacted]", "");
    assert.ok(clean.includes("[redacted]"), secret);
    const most = Math.ceil((before.length + after.length) * 8 / 6) + 4;
    assert.ok(left.length <= most, `${left} is left of ${secret}`);
  }
});

Deno.test("a short secret is found in base64 by itself, but not in other data", () => {
  const { text } = createRedactor(["abcd"]);
  assert.equal(text(`key=${btoa("abcd")}`), "key=[redacted]");
  assert.equal(text(`key=${btoa("abcd").replaceAll("=", "")};`), "key=[redacted];");
  const other = `${"Q".repeat(9)}${btoa("abcd").replaceAll("=", "")}${"Q".repeat(9)}`;
  assert.equal(text(other), other);
});

Deno.test("secrets that overlap or hold each other leave nothing", () => {
  assert.equal(createRedactor(["abcdef", "defghi"]).text("xabcdefghix"), "x[redacted]x");
  assert.equal(createRedactor(["abcd", "abcdefgh"]).text("abcdefgh abcd"), "[redacted] [redacted]");
  assert.equal(createRedactor(["abab"]).text("abababab"), "[redacted]");
});

Deno.test("a text without secrets stays as it is", () => {
  const { text, value } = createRedactor(secrets);
  for (const plain of ["", "hunter2", "a+b=c 100%", "{}"]) assert.equal(text(plain), plain);
  assert.equal(createRedactor([]).text("anything"), "anything");
  const json = { a: [1, "two", null, true], b: { c: "" } };
  assert.deepEqual(value(json), json);
});

Deno.test("a value loses secrets in texts, keys and numbers, however deep", () => {
  const { value } = createRedactor(["hunter2hunter2", "481516"]);
  const event = {
    type: 3,
    data: { adds: [{ node: { attributes: { value: "hunter2hunter2" }, hunter2hunter2: 1 } }] },
    pin: 481516,
    big: 481516n,
    timestamp: 1767225481516,
  };
  assert.deepEqual(value(event), {
    type: 3,
    data: { adds: [{ node: { attributes: { value: "[redacted]" }, "[redacted]": 1 } }] },
    pin: "[redacted]",
    big: "[redacted]",
    timestamp: 1767225481516,
  });
});

Deno.test("json() finds what value() finds, and gives back itself what holds no secret", () => {
  const { value, json } = createRedactor(secrets);
  const plain = { type: 3, data: { text: "nothing here", n: [1, null] } };
  // A secret without a letter or digit is looked for everywhere.
  assert.deepEqual(json(plain), plain);
  assert.equal(createRedactor(["hunter2hunter2"]).json(plain), plain);
  for (const secret of secrets) {
    for (const encode of Object.values(encodings)) {
      const event = { data: [{ text: `a ${encode(secret)} b`, [encode(secret)]: true }] };
      assert.deepEqual(json(event), value(event));
      assert.deepEqual(json(event), { data: [{ text: "a [redacted] b", "[redacted]": true }] });
    }
  }
  assert.equal(createRedactor(["12345"]).json(12345), "[redacted]");
  const circle: unknown[] = [];
  circle.push(circle);
  assert.deepEqual(json(circle), ["[circular]"]);
});

Deno.test("a value becomes what JSON can carry", () => {
  const { value } = createRedactor([]);
  const deep = { at: {} };
  for (let n = 0, at: { at: object } = deep; n < 100; n++) at = at.at = { at: {} };
  assert.match(JSON.stringify(value(deep)), /"\[nested too deep\]"/);
  const circle: unknown[] = [];
  circle.push(circle);
  assert.deepEqual(value(circle), ["[circular]"]);
  const shared = { a: 1 };
  assert.deepEqual(value([shared, shared]), [{ a: 1 }, { a: 1 }]);
  assert.deepEqual(value({ a: undefined, b: () => {}, c: NaN, d: 10n, e: [undefined] }), {
    ...{ c: null, d: "10", e: [null] },
  });
  assert.deepEqual(value(new Map([["a", new Uint8Array(3)]])), [["a", "[3 bytes]"]]);
  const named = value(JSON.parse('{"__proto__": {"a": 1}}')) as object;
  assert.deepEqual(Object.keys(named), ["__proto__"]);
  const error = value(new TypeError("no", { cause: "why" })) as Record<string, unknown>;
  assert.deepEqual([error.name, error.message, error.cause], ["TypeError", "no", "why"]);
});

Deno.test("named inputs give their texts and numbers, but for short ones", () => {
  const inputs = {
    login: { user: "ada lovelace", pin: 12345, no: 123, on: true },
    url: "https://",
  };
  assert.deepEqual(secretsOfInputs(inputs, ["login", "absent"]), ["ada lovelace", "12345"]);
});

Deno.test("a secret of fewer than 4 characters is refused, without being told", () => {
  assert.throws(() => createRedactor(["xyz"]), (error: Error) => {
    assert.ok(error instanceof TypeError);
    assert.doesNotMatch(error.message, /xyz/);
    return true;
  });
});
