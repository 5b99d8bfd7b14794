/** Ends the program with a message for the person who started it, without a stack trace. */
export function fail(reason: unknown): never {
  console.error(reason instanceof Error ? reason.message : String(reason));
  Deno.exit(1);
}
