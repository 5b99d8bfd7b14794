/**
 * Different ports of the loopback interface that nothing listens on at this moment. They lie below
 * the range from which the system takes ports for outgoing connections, so that none of those comes
 * in between.
 */
export function freePorts(count: number): number[] {
  const listeners: Deno.TcpListener[] = [];
  while (listeners.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    try {
      listeners.push(Deno.listen({ hostname: "127.0.0.1", port }));
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  for (const listener of listeners) listener.close();
  return listeners.map(({ addr }) => addr.port);
}
