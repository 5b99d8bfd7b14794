/**
 * Keeps every processor at work until disposed of, by loops that run only where nothing else wants
 * to: a processor that sleeps in between has its own speed after each waking, and times on it tell
 * of that first. Where there is no `chrt`, processors sleep as they do.
 */
export function keepAwake(): AsyncDisposable {
  // They end by themselves when this process does without having stopped them.
  const loop =
    `while kill -0 ${Deno.pid}; do i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; done`;
  const start = () =>
    new Deno.Command("chrt", {
      args: ["--idle", "0", "sh", "-c", loop],
      ...{ stdin: "null", stdout: "null", stderr: "null" },
    }).spawn();
  const loops: Deno.ChildProcess[] = [];
  try {
    for (let i = 0; i < navigator.hardwareConcurrency; i++) loops.push(start());
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return {
    async [Symbol.asyncDispose]() {
      for (const child of loops) child.kill("SIGKILL");
      await Promise.all(loops.map(({ status }) => status));
    },
  };
}
