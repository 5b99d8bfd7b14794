import type { RuntrailClient } from "../create-runtrail-client.ts";
import { RuntrailError } from "../runtrail-error.ts";
import { background } from "./timers.ts";

const CALL_MS = 10_000;

/** What a run may be told by the answer to a heartbeat. */
export interface Heard {
  readonly status: string;
  readonly cancel_requested: boolean;
  readonly cancel_reason: string | null;
}

/** Beats until it is stopped. */
export interface KeepAlive {
  /** Beats now, to learn what there is to hear. */
  beat(): Promise<void>;
  stop(): void;
}

/** Says that a run is alive, now and every so often; what fails is left to the next beat. */
export function keepAlive(
  client: RuntrailClient,
  execution_id: string,
  seconds: number,
  hear: (heard: Heard) => void,
  end: (late: RuntrailError) => void,
): KeepAlive {
  const ending = new AbortController();
  let beating: Promise<void> | null = null;
  let timer = { stop() {} };

  async function once(): Promise<void> {
    const hanging = background(CALL_MS, () => giveUp.abort());
    const giveUp = new AbortController();
    try {
      const signal = AbortSignal.any([giveUp.signal, ending.signal]);
      hear(await client.heartbeatExecution({ execution_id }, { signal, retry: false }));
    } catch (error) {
      if (error instanceof RuntrailError && error.late) end(error);
    } finally {
      hanging.stop();
    }
  }
  async function beat(): Promise<void> {
    timer.stop();
    // One that is on its way may have been answered before what there is to hear now.
    while (beating) await beating;
    beating = once();
    await beating;
    beating = null;
    timer.stop();
    if (!ending.signal.aborted) timer = background(seconds * 1000, beat);
  }
  void beat();
  return {
    beat,
    stop() {
      ending.abort();
      timer.stop();
    },
  };
}
