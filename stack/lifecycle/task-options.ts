import { resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { fail } from "./fail.ts";

const defaultPort = 54321;

/** What the tasks take on the command line. */
export interface TaskOptions {
  port: number;
  dbPort: number;
  /** Absolute path given with --data; null when none was. */
  data: string | null;
  ephemeral: boolean;
  detach: boolean;
  background: boolean;
  output: string;
}

const known = {
  port: { type: "string", short: "p" },
  "db-port": { type: "string" },
  data: { type: "string" },
  ephemeral: { type: "boolean" },
  detach: { type: "boolean", short: "d" },
  background: { type: "boolean" },
  output: { type: "string", short: "o" },
  help: { type: "boolean", short: "h" },
} satisfies ParseArgsConfig["options"];

/**
 * Reads the command line of a task; ends the program with its usage when that was asked for, or
 * when something is wrong.
 *
 * @param usage Printed for --help; an option that it does not mention is refused.
 */
export function taskOptions(usage: string): TaskOptions {
  const values = parse(usage);
  if (values.help) {
    console.log(usage);
    Deno.exit(0);
  }
  for (const name of Object.keys(values)) {
    if (name !== "background" && !usage.includes(`--${name}`)) {
      fail(`No option --${name}.\n${usage}`);
    }
  }
  const port = portNumber("--port", values.port, defaultPort);
  const dbPort = portNumber("--db-port", values["db-port"], port + 1);
  if (port === dbPort) fail(`--port and --db-port are both ${port}; they must differ.`);
  if (values.data !== undefined && values.ephemeral) {
    fail("--data and --ephemeral exclude each other.");
  }
  // `deno task` runs in the repository; the path is meant from where the command was typed.
  const typedIn = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  return {
    port,
    dbPort,
    data: values.data === undefined ? null : resolve(typedIn, values.data),
    ephemeral: values.ephemeral ?? false,
    detach: values.detach ?? false,
    background: values.background ?? false,
    output: values.output ?? "",
  };
}

function parse(usage: string) {
  try {
    return parseArgs({ args: Deno.args, options: known }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

function portNumber(flag: string, text: string | undefined, standard: number): number {
  const port = text === undefined ? standard : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  return fail(`${flag} must be a number from 1 to 65535, not "${text ?? port}".`);
}
