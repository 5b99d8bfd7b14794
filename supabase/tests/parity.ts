import assert from "node:assert/strict";
import type { Operation } from "../functions/_shared/operation.ts";
import type { Actor } from "./actors.ts";
import { type Parameters, ways } from "./ways.ts";

/** One call, as somebody makes it. */
export interface Call {
  readonly actor: Actor;
  readonly input: Parameters;
}

/** A situation and what an operation must answer in it. */
export interface Rule {
  /** Continues "create-execution returns 404 workflow_not_found in every way ...". */
  readonly when: string;
  /** The slug; absent for a success. */
  readonly slug?: string;
  readonly status: number;
  /** Makes what all calls share; what it returns makes one call, and is called once for each way. */
  readonly arrange: () => Promise<() => Call | Promise<Call>>;
  /** A look at the fields of a success. */
  readonly check?: (fields: Record<string, unknown>) => void;
}

// Differ from call to call. Links carry the session's id.
const VARYING = new Set([
  "execution_id",
  "session_id",
  "visual_stream_url",
  "viewer_url",
  "created_at",
  "completed_at",
  "updated_at",
  "last_heartbeat_at",
  "cancel_requested_at",
  "computed_at",
  "as_of",
  "elapsed_seconds",
]);

/** Makes one test per rule: the operation answers the same in every way there is to call it. */
export function testParity(operation: Operation, rules: readonly Rule[]): void {
  for (const rule of rules) {
    const answer = [rule.status, rule.slug].filter(Boolean).join(" ");
    Deno.test(`${operation.name} returns ${answer} in every way ${rule.when}`, async () => {
      const next = await rule.arrange();
      const successes: unknown[] = [];
      for (const [name, way] of Object.entries(ways)) {
        const { actor, input } = await next();
        const { status, slug, fields } = await way(operation, actor, input);
        assert.equal(slug, rule.slug ?? null, name);
        // PostgREST knows no 201 for functions.
        const created = rule.status === 201 && name === "rpc()";
        assert.equal(status, created ? 200 : rule.status, name);
        if (!fields) continue;
        operation.output.parse(fields);
        rule.check?.(fields);
        successes.push(masked(fields));
        assert.deepEqual(successes.at(-1), successes[0], name);
      }
    });
  }
}

/** The value with what differs from call to call replaced by its type. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, at]) => [
      name,
      VARYING.has(name) && at !== null ? typeof at : masked(at),
    ]),
  );
}
