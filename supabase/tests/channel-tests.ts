import type { Actor } from "./actors.ts";

/**
 * Registers a test whose actors join channels. supabase-js keeps timers and a socket for these: what
 * the body puts into the list is closed when the test ends.
 */
export function channelTest(name: string, body: (actors: Actor[]) => Promise<void>): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const actors: Actor[] = [];
      try {
        await body(actors);
      } finally {
        await Promise.all(actors.map(({ client }) => client.removeAllChannels()));
      }
    },
  });
}
