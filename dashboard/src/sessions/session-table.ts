import { element } from "../shell/element.ts";
import { type ListedSession, sessionRow } from "./session-row.ts";

const headings = ["Workflow", "Status", "Started", "Length", "Recorded", "Replay"];

/** A page of sessions as a table. */
export function sessionTable(sessions: readonly ListedSession[]): HTMLElement {
  const now = Date.now();
  return element(
    "table",
    { class: "table" },
    element(
      "thead",
      {},
      element("tr", {}, ...headings.map((name) => element("th", { scope: "col" }, name))),
    ),
    element("tbody", {}, ...sessions.map((session) => sessionRow(session, now))),
  );
}
