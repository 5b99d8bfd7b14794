import type { RuntrailAnswer, RuntrailClient } from "../../../client/mod.ts";
import { element } from "../shell/element.ts";
import { errorNotice } from "../shell/error-notice.ts";
import { format } from "../shell/format.ts";
import { notice } from "../shell/notice.ts";
import { type SessionFilter, writeRoute } from "../shell/route.ts";
import { type FilterBarWorkflow, sessionFilters } from "./session-filters.ts";
import { sessionTable } from "./session-table.ts";

const pageSize = 25;

/** The list of visual sessions, newest first. */
export function sessionListPage(
  runtrail: RuntrailClient,
  workflows: Promise<readonly FilterBarWorkflow[]>,
  filter: SessionFilter,
): HTMLElement {
  const go = (change: Partial<SessionFilter>) => {
    location.hash = writeRoute({
      page: "sessions",
      filter: { ...filter, page: 1, ...change },
    });
  };
  const list = element("div", { class: "list" });
  const total = element("p", { class: "total", "aria-live": "polite" });

  async function load(): Promise<void> {
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await runtrail.visualSessions(query(filter));
      total.textContent = describe(answer);
      list.replaceChildren(...show(answer));
    } catch (error) {
      total.textContent = "";
      list.replaceChildren(errorNotice(error, "The sessions could not be listed", load));
    }
    list.removeAttribute("aria-busy");
  }

  function show(answer: RuntrailAnswer<"visualSessions">): Node[] {
    const { sessions, page, has_next_page } = answer;
    if (sessions.length === 0) return [nothing(filter)];
    return [
      sessionTable(sessions),
      element(
        "nav",
        { class: "pages", "aria-label": "Pages" },
        pageButton("Newer", filter.page > 1 ? filter.page - 1 : null),
        element("span", {}, `Page ${page ?? filter.page}`),
        pageButton("Older", has_next_page ? filter.page + 1 : null),
      ),
    ];
  }

  function pageButton(label: string, page: number | null): HTMLElement {
    const click = () => page !== null && go({ page });
    return element(
      "button",
      { type: "button", class: "button", disabled: page === null, click },
      label,
    );
  }

  list.append(element("p", { class: "loading" }, "Loading sessions…"));
  void load();
  return element(
    "section",
    { class: "sessions" },
    element(
      "div",
      { class: "sessions-head" },
      element("h1", {}, "Sessions"),
      total,
      sessionFilters(filter, workflows, go),
    ),
    list,
  );
}

function query({ active, workflowId, leastScore, page }: SessionFilter) {
  return {
    ...(active && { active_only: true }),
    ...(workflowId && { workflow_id: workflowId }),
    ...(leastScore !== null && { min_replay_score: leastScore }),
    ...{ page, page_size: pageSize },
  };
}

function describe(answer: RuntrailAnswer<"visualSessions">): string {
  const { total_sessions: many, total_is_exact, active_sessions: live } = answer;
  if (many === 0) return "";
  const counted = `${total_is_exact ? "" : "at least "}${format.count(many)}`;
  return live ? `${counted}, ${format.count(live)} of them live` : counted;
}

function nothing({ active, workflowId, leastScore }: SessionFilter): HTMLElement {
  const isFiltered = active || workflowId !== null || leastScore !== null;
  return isFiltered
    ? notice({ title: "No such session", text: "No session fits these filters." })
    : notice({
      title: "No session yet",
      text:
        "A run that is created with visual_streaming_enabled appears here as soon as it starts.",
    });
}
