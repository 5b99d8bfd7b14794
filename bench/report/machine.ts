import type { BenchStack } from "../bench-stack.ts";

/** Under which conditions a run was made: label and value. */
export type Conditions = [label: string, value: string][];

/** What the results depend on. */
export async function readConditions({ admin }: BenchStack): Promise<Conditions> {
  const settings = await admin<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from pg_settings
    where name in (
      'server_version', 'fsync', 'synchronous_commit', 'shared_buffers', 'work_mem',
      'max_wal_size', 'wal_level', 'jit'
    )`;
  const of = (name: string) => settings.find((each) => each.name === name)?.value ?? "?";
  const gigabytes = (Deno.systemMemoryInfo().total / 2 ** 30).toFixed(0);
  return [
    ["date", new Date().toISOString().slice(0, 10)],
    [
      "machine",
      `${navigator.hardwareConcurrency} processors (${await processor()}), ${gigabytes} GiB, ` +
      `${Deno.build.os} ${Deno.osRelease()}; shared by Postgres, the API and the clients`,
    ],
    ["versions", `Postgres ${of("server_version")}, Deno ${Deno.version.deno}, ${await commit()}`],
    [
      "Postgres",
      ["fsync", "synchronous_commit", "wal_level", "shared_buffers", "work_mem", "max_wal_size"]
        .map((name) => `${name} ${of(name)}`).join(", "),
    ],
    [
      "load before",
      `${Deno.loadavg().map((load) => load.toFixed(1)).join(", ")} (1, 5, 15 minutes)`,
    ],
    ["command", `deno task bench ${withoutPlaces(Deno.args).join(" ")}`.trim()],
  ];
}

/** Where data and results lie is nobody else's concern. */
function withoutPlaces(args: readonly string[]): string[] {
  const places = ["--data", "--out"];
  return args.filter((arg, index) =>
    !places.includes(arg) && !places.includes(args[index - 1] ?? "") &&
    !places.some((place) => arg.startsWith(`${place}=`))
  );
}

async function processor(): Promise<string> {
  const text = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  return /model name\s*: (.*)/.exec(text)?.[1]?.trim() ?? Deno.build.arch;
}

async function commit(): Promise<string> {
  const { success, stdout } = await new Deno.Command("git", {
    args: ["describe", "--always", "--dirty"],
    stderr: "null",
  }).output().catch(() => ({ success: false, stdout: new Uint8Array() }));
  return success ? `Runtrail ${new TextDecoder().decode(stdout).trim()}` : "Runtrail";
}
