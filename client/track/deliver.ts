import type { CallOptions, RuntrailAnswer, RuntrailClient } from "../create-runtrail-client.ts";
import { RuntrailError } from "../runtrail-error.ts";
import { isPassing } from "../retry.ts";
import { merged, type Report } from "./report.ts";

/** Whoever delivers, and to which run. */
export interface Delivery {
  readonly client: RuntrailClient;
  readonly execution_id: string;
  readonly options: CallOptions;
  /** Everything up to this report is where it belongs, or was given up. */
  delivered(n: number): void;
  answered?(answer: RuntrailAnswer<"updateExecution">): void;
  /** The database had ended the run; it keeps these reports as events. */
  late(reports: readonly Report[]): void;
  /** The API refuses this for good. */
  lost(reports: readonly Report[], cause: unknown): void;
  /** Whether an unexpected failure of the server counts as a refusal: it failed too often. */
  readonly isPatient: boolean;
}

/**
 * Delivers reports by one call. When the API refuses it, both halves are tried by themselves, so that
 * what cannot be stored takes nothing with it.
 *
 * @throws what may pass: the API cannot be reached or is overloaded, or the token has expired
 */
export async function deliver(delivery: Delivery, reports: readonly Report[]): Promise<void> {
  const { client, execution_id, options } = delivery;
  const last = reports.at(-1)?.n ?? 0;
  try {
    const answer = await client.updateExecution(merged(execution_id, reports), options);
    delivery.delivered(last);
    delivery.answered?.(answer);
  } catch (error) {
    if (mayPass(error, delivery.isPatient)) throw error;
    if (error instanceof RuntrailError && error.late) {
      delivery.late(reports);
    } else if (isFull(error) && reports.some((report) => "entry" in report)) {
      const others = reports.filter((report) => !("entry" in report));
      if (others.length > 0) await deliver(delivery, others);
      delivery.lost(reports.filter((report) => "entry" in report), error);
    } else if (reports.length > 1 && !concernsAll(error)) {
      const half = Math.ceil(reports.length / 2);
      await deliver(delivery, reports.slice(0, half));
      await deliver(delivery, reports.slice(half));
    } else {
      const [report] = reports;
      // A result that cannot be stored must not leave the run without its end.
      if (report && "end" in report && report.end.result !== undefined && !concernsAll(error)) {
        const { result: _, ...end } = report.end;
        await deliver(delivery, [{ ...report, end }]);
      }
      delivery.lost(reports, error);
    }
    delivery.delivered(last);
  }
}

/** Whether another attempt may help; a token may be renewed. */
export function mayPass(error: unknown, isPatient: boolean): boolean {
  if (!(error instanceof RuntrailError)) return false;
  const { status } = error;
  // 507: the account stores as much as it may, which no attempt changes.
  return isPassing(error) || status === 401 || (status >= 500 && status !== 507 && isPatient);
}

/** The run takes no more events: halves would be refused as the whole was. */
function isFull(error: unknown): boolean {
  return error instanceof RuntrailError && error.code === "payload_too_large" &&
    /\bevents\b.*the limit is/.test(error.message);
}

function concernsAll(error: unknown): boolean {
  return error instanceof RuntrailError &&
    ["execution_not_found", "payloads_expired"].includes(error.code);
}
