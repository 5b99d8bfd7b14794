import assert from "node:assert/strict";
import { contentSecurityPolicy } from "./content-security-policy.ts";

Deno.test("contentSecurityPolicy() lets the page reach the API and nothing else", () => {
  const own = contentSecurityPolicy(null);
  assert.match(own, /^default-src 'none'; script-src 'self';/);
  assert.match(own, /; connect-src 'self';/);
  assert.doesNotMatch(own, /https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
  const other = contentSecurityPolicy("https://abc.supabase.co");
  assert.match(other, /; connect-src https:\/\/abc\.supabase\.co wss:\/\/abc\.supabase\.co;/);
});
