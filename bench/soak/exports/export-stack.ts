import { signUp } from "../../../demo/sign-up.ts";
import { type BenchStack, startBenchStack } from "../../bench-stack.ts";
import { grow } from "../../history/grow.ts";

/** A stack of its own whose runs all belong to one user, or are shared with them. */
export interface ExportStack extends AsyncDisposable, Pick<BenchStack, "env" | "admin"> {
  adminUrl: URL;
  userId: string;
  accessToken: string;
}

// Longer than any export here may take: it is to come in one answer.
const STREAM_SECONDS = "3600";

/**
 * Starts one that writes durably; its data goes with it.
 *
 * @param tuned as for startBenchStack()
 */
export async function startExportStack(
  rows: number,
  tuned: boolean,
  say: (line: string) => void,
): Promise<ExportStack> {
  await using starting = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "runtrail-soak-" });
  starting.defer(() => Deno.remove(folder, { recursive: true }));
  // Postgres of a root user runs as another user, who must be able to get in.
  await Deno.chmod(folder, 0o755);
  Deno.env.set("RUNTRAIL_STREAM_SECONDS", STREAM_SECONDS);
  const stack = await startBenchStack(`${folder}/data`, tuned, () => {});
  starting.use(stack);
  Deno.env.delete("RUNTRAIL_STREAM_SECONDS");
  const { env, admin } = stack;
  const { supabase, address } = await signUp(env.API_URL ?? "", env.PUBLISHABLE_KEY ?? "");
  const { data } = await supabase.auth.getUser();
  const userId = data.user?.id ?? "";
  await giveAllTo(stack, userId);
  await grow(stack, rows, say);
  const owned = starting.move();
  return {
    ...{ env, admin, adminUrl: new URL(stack.adminUrl), userId },
    accessToken: `${address.accessToken}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The bench's workflows, with this user in the place of all theirs. */
async function giveAllTo({ admin }: BenchStack, userId: string): Promise<void> {
  const people = new URL("../../history/people.sql", import.meta.url);
  // Runs of the history that go on are to do so: what a row says is compared.
  await admin`update private.settings set unheard_timeout_seconds = 31536000`;
  await admin.unsafe(await Deno.readTextFile(people)).simple();
  await admin`
    insert into bench.people (rank, user_id) select r, ${userId} from generate_series(1, 2001) as r`;
  await admin`
    insert into public.workflows (workflow_id, owner_id, name)
    select j.workflow_id, p.user_id, 'workflow ' || j.rank
    from bench.jobs as j left join bench.people as p on p.rank = j.owner_rank`;
  for (const table of ["bench.people", "bench.jobs", "public.workflows"]) {
    await admin.unsafe(`analyze ${table}`);
  }
}
