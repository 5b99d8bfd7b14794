import { createRuntrailClient, type RuntrailClient } from "../mod.ts";

/** A run as the fake API has stored it. */
export interface FakeRun {
  readonly execution_id: string;
  readonly creation: Record<string, unknown>;
  readonly entries: Record<string, unknown>[];
  status: string;
  result?: unknown;
  error?: unknown;
  progress?: unknown;
  seconds?: unknown;
  beats: number;
}

/** What becomes of a request: taken, lost on its way there or back, or answered with a status. */
export type Fate = "taken" | "lost" | "unanswered" | number;

/** An API in memory that obeys the rules a tracked run relies on, and fails as a test says. */
export class FakeApi {
  readonly runs = new Map<string, FakeRun>();
  readonly calls: string[] = [];
  /** Asked for every request. */
  fate: (name: string, body: Record<string, unknown>) => Fate = () => "taken";
  cancelReason: string | null = null;
  /** What an answer with a status says. */
  refusal = { code: "database_unavailable", message: "Not now." };

  readonly client: RuntrailClient = createRuntrailClient({
    url: "http://localhost",
    key: "k",
    fetch: async (url, init) => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      init?.signal?.throwIfAborted();
      return await this.respond(new Request(url, init));
    },
  }, { retry: { firstSeconds: 0.001, longestSeconds: 0.01 } });

  /** Answers a request, over HTTP too. */
  readonly respond = async (request: Request): Promise<Response> => {
    const name = request.url.split("/").at(-1) ?? "";
    const body = await request.json();
    const fate = this.fate(name, body);
    this.calls.push(name);
    if (fate === "lost") throw new TypeError("connection refused");
    if (typeof fate === "number") return refusal(fate, this.refusal);
    const answer = this.#answer(name, body);
    if (fate === "unanswered") throw new TypeError("connection reset");
    return answer;
  };

  get only(): FakeRun {
    const [run] = this.runs.values();
    if (!run || this.runs.size > 1) throw new Error(`There are ${this.runs.size} runs.`);
    return run;
  }

  #answer(name: string, body: Record<string, unknown>): Response {
    if (name === "create-execution") return this.#create(body);
    const run = [...this.runs.values()].find((one) => one.execution_id === body.execution_id);
    if (!run) return refusal(404, { code: "execution_not_found", message: "" });
    if (name === "heartbeat-execution") run.beats++;
    else if (name === "update-execution") {
      if (run.status !== "running" && body.status && body.status !== run.status) {
        return refusal(409, { code: "execution_already_finished", message: "" });
      }
      const ids = new Set(run.entries.map(({ id }) => id));
      for (const entry of (body.append_logs ?? []) as Record<string, unknown>[]) {
        if (!ids.has(entry.id)) run.entries.push(entry);
      }
      run.status = `${body.status ?? run.status}`;
      run.result ??= body.result;
      run.error ??= body.error;
      run.progress = body.progress ?? run.progress;
      run.seconds ??= body.execution_time_seconds;
    }
    return Response.json({
      ...{ success: true, message: "", execution_id: run.execution_id, status: run.status },
      ...{ cancel_requested: this.cancelReason !== null, cancel_reason: this.cancelReason },
      cancel_requested_at: this.cancelReason === null ? null : "2026-01-02T00:00:00+00:00",
    });
  }

  #create(creation: Record<string, unknown>): Response {
    const key = `${creation.idempotency_key}`;
    const found = this.runs.get(key);
    const run = found ?? {
      ...{ execution_id: crypto.randomUUID(), creation, entries: [], status: "running", beats: 0 },
    };
    this.runs.set(key, run);
    return Response.json({
      ...{ success: true, message: "", execution_id: run.execution_id, replayed: !!found },
      session_id: creation.session_id ?? null,
    });
  }
}

function refusal(status: number, said: { code: string; message: string }): Response {
  return Response.json({ success: false, ...said }, { status });
}
