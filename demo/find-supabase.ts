import { freePorts } from "../stack/lifecycle/free-ports.ts";
import { livingStack } from "../stack/lifecycle/living-stack.ts";
import { startStack } from "../stack/stack.ts";

/** A Supabase that the demo runs against. */
export interface SupabaseTarget {
  apiUrl: string;
  publishableKey: string;
  /** Whether it goes away with the demo. */
  ephemeral: boolean;
  stop(): Promise<void>;
}

const standardPort = 54321;

/**
 * The Supabase named by API_URL and PUBLISHABLE_KEY in the environment; else the local stack on the
 * port; else a stack of its own, which lasts as long as the demo.
 *
 * @param port The port asked for, or null: then the standard one, and having none there is no error.
 * @throws Error that says what to do.
 */
export async function findSupabase(
  port: number | null,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<SupabaseTarget> {
  const apiUrl = Deno.env.get("API_URL");
  const publishableKey = Deno.env.get("PUBLISHABLE_KEY");
  if (port === null && apiUrl && publishableKey) return given({ apiUrl, publishableKey });
  if (port === null && (apiUrl || publishableKey)) {
    throw new Error(
      "API_URL and PUBLISHABLE_KEY belong together: set both, or none to use the local stack.",
    );
  }
  const stack = livingStack(port ?? standardPort);
  if (stack?.phase === "starting") {
    throw new Error(`The stack on port ${stack.port} is still starting. Try again in a moment.`);
  }
  if (stack) return given(readEnv(stack.env));
  if (port !== null) {
    throw new Error(
      `No stack runs on port ${port}. Start it with "deno task start --port ${port}", or leave out ` +
        `--port: the demo then starts one for itself.`,
    );
  }
  say("No stack is running: starting one for the demo.");
  const [freePort = 0, dbPort = 0] = freePorts(2);
  const own = await startStack({
    ...{ port: freePort, dbPort, dataDir: null, signal },
    onProgress: (step) => say(`  ${step}`),
    onLog: (line) => console.error(line),
  });
  return { ...readEnv(own.env), ephemeral: true, stop: own.stop };
}

function given(address: { apiUrl: string; publishableKey: string }): SupabaseTarget {
  return { ...address, ephemeral: false, stop: () => Promise.resolve() };
}

function readEnv(env: Record<string, string>) {
  return { apiUrl: env.API_URL ?? "", publishableKey: env.PUBLISHABLE_KEY ?? "" };
}
