import { readText } from "./read-text.ts";
import { RuntrailError, type RuntrailErrorCode } from "./runtrail-error.ts";

/**
 * Reads what a function answered.
 *
 * @throws {RuntrailError} what the API refused, or `unexpected_answer`; `network_error` when the
 * answer breaks off
 */
export async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  const answer = parsed(await readText(response));
  if (response.ok && answer.success === true) return answer;
  const from = {
    status: response.status,
    details: answer.details,
    requestId: response.headers.get("x-request-id"),
    retryAfter: secondsOf(response.headers.get("retry-after")),
    late: answer.late === true,
  };
  if (answer.success === false && typeof answer.code === "string") {
    throw new RuntrailError(answer.code as RuntrailErrorCode, `${answer.message}`, from);
  }
  throw new RuntrailError(
    "unexpected_answer",
    `HTTP ${response.status} came without a Runtrail answer. Check the URL, and that the functions are deployed.`,
    from,
  );
}

function parsed(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? body as Record<string, unknown> : {};
  } catch {
    return {};
  }
}

/** Retry-After is a number of seconds or a date. */
function secondsOf(retryAfter: string | null): number | null {
  if (!retryAfter) return null;
  const seconds = Number(retryAfter);
  const wait = Number.isFinite(seconds) ? seconds : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}
