import type postgres from "postgres";
import { createRuntrailClient, type RuntrailClient } from "../../../client/mod.ts";
import { signUp } from "../../../demo/sign-up.ts";
import { startBenchStack } from "../../bench-stack.ts";

/** A stack of its own that writes durably, and a user who records on it. */
export interface VisualStack extends AsyncDisposable {
  env: Record<string, string>;
  /** As the user. */
  client: RuntrailClient;
  accessToken: string;
  workflowId: string;
  /** A superuser of the database. */
  admin: postgres.Sql;
  /** How many requests the client has made. */
  requests(): number;
}

/** Starts one; its data goes with it. */
export async function startVisualStack(): Promise<VisualStack> {
  await using starting = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "runtrail-soak-" });
  starting.defer(() => Deno.remove(folder, { recursive: true }));
  // Postgres of a root user runs as another user, who must be able to get in.
  await Deno.chmod(folder, 0o755);
  const stack = await startBenchStack(`${folder}/data`, false, () => {});
  starting.use(stack);
  const { supabase, address } = await signUp(
    stack.env.API_URL ?? "",
    stack.env.PUBLISHABLE_KEY ?? "",
  );
  const { data } = await supabase.from("workflows").insert({ name: "watch the board" })
    .select("workflow_id").single<{ workflow_id: string }>().throwOnError();
  let requests = 0;
  const counted: typeof fetch = (...request) => {
    requests++;
    return fetch(...request);
  };
  const owned = starting.move();
  return {
    ...{ env: stack.env, admin: stack.admin, workflowId: data.workflow_id },
    client: createRuntrailClient({ ...address, fetch: counted }),
    accessToken: `${address.accessToken}`,
    requests: () => requests,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
