/**
 * Makes sure that a port of the loopback interface is free.
 *
 * @param flag The option that chooses another, for the message.
 * @throws Error naming the port and what to do.
 */
export function checkPort(port: number, flag: string): void {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new Error(`Port ${port} may not be used by you: choose one above 1023 with ${flag} N.`);
    }
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new Error(
      `Port ${port} is in use by another program. Choose another with ${flag} N, ` +
        `or find the program with "lsof -i :${port}" and end it.`,
    );
  }
}
