/** The system user that Postgres runs as; an empty object means the one we run as. */
export interface PostgresUser {
  uid?: number;
  gid?: number;
}

/** Postgres refuses to run as root; then it runs as `nobody`, whose number is 65534 on Linux. */
export function unprivilegedUser(): PostgresUser {
  return Deno.uid() === 0 ? { uid: 65534, gid: 65534 } : {};
}

/** A process of the Postgres installation. */
export interface PostgresProcess {
  status: Promise<Deno.CommandStatus>;
  /** What it has printed, once it has ended. */
  output(): Promise<string>;
  /** Ends a server: fast shutdown, then harder when it does not follow within seconds. */
  end(): Promise<void>;
}

/**
 * Runs a program of the installation. It is detached, so that Ctrl-C in the terminal reaches only
 * the stack, which then stops its parts in order.
 */
export function postgresProcess(
  program: string,
  args: string[],
  user: PostgresUser,
): PostgresProcess {
  const child = new Deno.Command(program, {
    args,
    ...user,
    cwd: "/",
    clearEnv: true,
    env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const printed = Promise.all([child.stdout, child.stderr].map((s) => new Response(s).text()));
  let ended = false;
  child.status.then(() => ended = true);
  const signal = (name: Deno.Signal) => ended || child.kill(name);
  return {
    status: child.status,
    output: async () => (await printed).join(""),
    end: async () => {
      signal("SIGINT");
      const harder = [[10_000, "SIGQUIT"], [15_000, "SIGKILL"]] as const;
      const timers = harder.map(([after, name]) => setTimeout(() => signal(name), after));
      await child.status;
      timers.forEach(clearTimeout);
    },
  };
}
