import assert from "node:assert/strict";
import committed from "../../functions/workflows/openapi.json" with { type: "json" };
import { contract } from "../../functions/_shared/contract.ts";
import type { Operation } from "../../functions/_shared/operation.ts";
import { makeWorkflow, service, signUp } from "../actors.ts";
import { request } from "../request.ts";
import { makeSession, recordBatches } from "../visual.ts";

type Examples = Readonly<Record<string, { readonly value: unknown }>>;

/** What the tests read of an operation in the document. */
interface Documented {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; in: string; examples: Examples }[];
  readonly requestBody?: { content: { "application/json": { examples: Examples } } };
  readonly responses: Readonly<Record<string, unknown>>;
}

const operations = Object.entries(committed.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, documented]) => ({
    path,
    method: method.toUpperCase(),
    documented: documented as unknown as Documented,
  }))
);

/** The operation of the contract that an entry of the document describes. */
function described({ operationId }: Documented): Operation {
  const key = operationId.charAt(0).toLowerCase() +
    operationId.slice(1).replace(/By(Name|Post)$/, "");
  const found = Object.entries<Operation>(contract).find(([name]) => name === key);
  assert.ok(found, operationId);
  return found[1];
}

/** The content that the document promises for a status, by its type. */
function contentOf({ responses }: Documented, status: number): Readonly<Record<string, unknown>> {
  const { $ref } = responses[status] as { $ref: string };
  const components: Readonly<Record<string, { content: Readonly<Record<string, unknown>> }>> =
    committed.components.responses;
  return components[$ref.replace(/.*\//, "")]?.content ?? {};
}

/** The ids that the parameters a and b of an operation name. */
function compared(documented: Documented, ids: Readonly<Record<string, string>>) {
  const { operationId } = documented;
  const id = Object.entries(ids).find(([key]) =>
    operationId.toLowerCase().startsWith(key.toLowerCase())
  );
  return id ? { a: id[1], b: id[1] } : {};
}

/** Takes back what an example has set for everybody, other tests among them. */
async function forgetDefaults(): Promise<void> {
  const json = { all_users: true, limits: {} };
  const { status } = await request("POST", "/workflows/quota", { ...service(), json });
  assert.equal(status, 200);
}

Deno.test("the document describes every operation by path and by name", () => {
  const described = operations.map(({ method, path }) => `${method} ${path}`);
  for (const { method, path, name } of Object.values(contract)) {
    assert.ok(described.includes(`${method} ${path}`));
    assert.ok(described.includes(`POST /${name}`));
  }
});

for (const { path, method, documented } of operations) {
  const inBody = documented.requestBody?.content["application/json"].examples ?? {};
  const parameters = documented.parameters ?? [];
  const ids = new Set([
    ...Object.keys(inBody),
    ...parameters.flatMap(({ examples }) => Object.keys(examples)),
    // An example without any parameter leaves no trace among those of a GET.
    ...Object.entries(described(documented).examples)
      .filter(([, { input }]) => Object.keys(input).length === 0).map(([id]) => id),
  ]);

  Deno.test(`${method} ${path} accepts every example of the document`, async () => {
    assert.ok(ids.size > 0);
    const owner = await signUp();
    const workflow_id = await makeWorkflow(owner);
    const { output, lines, answers, caller } = described(documented);
    for (const id of ids) {
      const { execution_id, session_id } = await makeSession(owner, workflow_id);
      // Batches 3 to 8, unless they are what the example sends.
      if (!lines) await recordBatches(owner, session_id, [3, 4, 5, 6, 7, 8]);
      // The examples' ids are made up; these are real.
      const real: Record<string, unknown> = {
        workflow_id,
        execution_id,
        ...compared(documented, { compareExecutions: execution_id, compareWorkflows: workflow_id }),
        ...(caller === "service" && !lines ? { user_id: owner.userId } : {}),
        // Of what they make, theirs stay.
        ...(lines || path.includes("visual") ? { session_id } : {}),
      };
      const realized = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(realized);
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(
          Object.entries(value).map(([name, at]) => [name, real[name] ?? realized(at)]),
        );
      };
      const query = new URLSearchParams();
      let filled = path;
      for (const { name, in: place, examples } of parameters) {
        if (!examples[id]) continue;
        const value = real[name] ?? examples[id].value;
        const text = typeof value === "string" ? value : JSON.stringify(value);
        if (place === "path") filled = filled.replace(`{${name}}`, text);
        else query.set(name, text);
      }
      const body = inBody[id];
      const answer = await request(method, `${filled}?${query}`, {
        headers: (caller === "service" ? service() : owner).headers,
        ...(body ? { json: realized(body.value) } : {}),
      });
      assert.ok(String(answer.status) in documented.responses, `${id}: ${answer.text}`);
      const type = answer.headers.get("content-type") ?? "none";
      const redirects = method === "GET" && answers === "redirect";
      assert.ok(redirects ? type === "none" : type in contentOf(documented, answer.status), type);
      if (!type.startsWith("application/json")) continue;
      const { success, message, ...fields } = answer.fields;
      assert.equal(success, true, `${id}: ${answer.text}`);
      assert.equal(typeof message, "string");
      output.parse(fields);
    }
    if (/^setQuotas/i.test(documented.operationId)) await forgetDefaults();
  });
}
