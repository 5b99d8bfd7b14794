import { fileURLToPath } from "node:url";

// The one version that is used for everything.
const cliVersion = "3.1.0";

/** What a run of the CLI gave. */
export interface CliResult {
  success: boolean;
  stdout: string;
  stderr: string;
}

/** What npx is told, before the CLI's own arguments. */
export const npxArgs = ["--yes", "--prefer-offline", `supabase@${cliVersion}`];

const repository = fileURLToPath(new URL("../", import.meta.url));

/**
 * Runs the official Supabase CLI against a database of ours. It comes through npx and not as an
 * import of deno.json, because Deno resolves the packages of all platforms for its lock file and
 * not all are published.
 *
 * @param args Without the connection, e.g. `["migration", "up"]`.
 * @param databaseUrl Passed as `--remote`; the driver needs to be told that there is no TLS.
 * @param signal Ends it early.
 * @throws Error when the CLI cannot be run at all.
 */
export async function supabaseCli(
  args: string[],
  databaseUrl: string,
  signal?: AbortSignal,
): Promise<CliResult> {
  const url = new URL(databaseUrl);
  if (url.hostname === "127.0.0.1" || url.hostname === "localhost") {
    url.searchParams.set("sslmode", "disable");
  }
  const command = new Deno.Command("npx", {
    args: [
      ...npxArgs,
      ...args,
      ...[`--remote=${url}`, "--yes", `--workdir=${repository}`, "--agent=no"],
    ],
    env: {
      DO_NOT_TRACK: "1",
      SUPABASE_TELEMETRY_DISABLED: "1",
      npm_config_loglevel: "error",
      npm_config_update_notifier: "false",
    },
    signal,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await command.output().catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error("npx was not found: install Node 20 or later, the Supabase CLI needs it.");
  });
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const result = { success, stdout: decode(stdout), stderr: decode(stderr) };
  if (success || !/^npm error/m.test(result.stderr)) return result;
  const reason = result.stderr.split("\n").slice(0, 5).join("\n");
  throw new Error(
    `npx could not get supabase@${cliVersion}. The first start needs the npm registry:\n${reason}`,
  );
}
