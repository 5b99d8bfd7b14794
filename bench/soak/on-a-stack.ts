import { freePorts } from "../../stack/lifecycle/free-ports.ts";
import { startStack } from "../../stack/stack.ts";

let ports: readonly number[] | undefined;

/**
 * Lets `use` work with a stack of its own. It stands in the environment, where the modules of the
 * tests look it up, once for the whole process: so every one has the same address.
 */
export async function onAStack<Result>(
  say: (line: string) => void,
  use: () => Promise<Result>,
): Promise<Result> {
  const [port = 0, dbPort = 0] = ports ??= freePorts(2);
  const stack = await startStack({
    ...{ port, dbPort, dataDir: null, signal: new AbortController().signal },
    onProgress: () => {},
    onLog: say,
  });
  try {
    for (const [name, value] of Object.entries(stack.env)) Deno.env.set(name, value);
    return await use();
  } finally {
    await stack.stop();
  }
}
