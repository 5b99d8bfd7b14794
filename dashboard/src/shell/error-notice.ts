import { RuntrailError } from "../../../client/mod.ts";
import { notice } from "./notice.ts";

/** Says what went wrong, with what it takes to find out why, and offers to try again. */
export function errorNotice(error: unknown, title: string, retry: () => void): HTMLElement {
  const action = { label: "Try again", take: retry };
  const isError = true;
  if (!(error instanceof RuntrailError)) {
    const text = error instanceof Error ? error.message : String(error);
    return notice({ title, text, action, isError });
  }
  const { code, message, requestId } = error;
  const detail = requestId ? `${code} · request ${requestId}` : code;
  return notice({ title, text: sentence(code, message), detail, action, isError });
}

function sentence(code: string, message: string): string {
  if (code === "network_error") return "The server did not answer. Check the connection.";
  if (code === "visual_session_not_found") {
    return "There is no such session, or it belongs to someone else.";
  }
  return message;
}
