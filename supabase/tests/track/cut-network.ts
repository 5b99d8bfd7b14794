/** A way to the API that can be cut. */
export interface Network {
  /** Leads to the API while it is not cut. */
  readonly url: string;
  /** Ends all connections, and every new one. */
  cut(): void;
  mend(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a TCP port that leads to an address, until it is cut. */
export function cutNetwork(address: string): Network {
  const { hostname, port } = new URL(address);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections = new Set<Deno.Conn>();
  const pipes = new Set<Promise<unknown>>();
  let isCut = false;

  function close(connection: Deno.Conn): void {
    if (!connections.delete(connection)) return;
    try {
      connection.close();
    } catch {
      // The other side has closed it.
    }
  }
  async function lead(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    try {
      await from.readable.pipeTo(to.writable);
    } catch {
      // Cut.
    }
    close(from);
    close(to);
  }
  async function accept(): Promise<void> {
    for await (const near of listener) {
      if (isCut) {
        near.close();
        continue;
      }
      const far = await Deno.connect({ hostname, port: Number(port) });
      connections.add(near).add(far);
      for (const pipe of [lead(near, far), lead(far, near)]) {
        pipes.add(pipe);
        void pipe.finally(() => pipes.delete(pipe));
      }
    }
  }
  const accepting = accept();
  const cut = () => {
    isCut = true;
    [...connections].forEach(close);
  };
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      listener.close();
      await accepting;
      await Promise.all(pipes);
    },
  };
}
