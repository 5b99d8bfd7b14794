import { element } from "../shell/element.ts";
import type { SessionFilter } from "../shell/route.ts";

/** A workflow that can be chosen. */
export interface FilterBarWorkflow {
  workflow_id: string;
  name: string;
}

const scores = [[null, "Any replay score"], [90, "Score 90 and up"], [60, "Score 60 and up"]];

/** What narrows the list. */
export function sessionFilters(
  filter: SessionFilter,
  workflows: Promise<readonly FilterBarWorkflow[]>,
  go: (change: Partial<SessionFilter>) => void,
): HTMLElement {
  const active = element("input", {
    ...{ type: "checkbox", checked: filter.active },
    change: () => go({ active: active.checked }),
  });
  const workflow = element(
    "select",
    { "aria-label": "Workflow", change: () => go({ workflowId: workflow.value || null }) },
    new Option("All workflows", ""),
  );
  const score = element(
    "select",
    { "aria-label": "Replay score", change: () => go({ leastScore: Number(score.value) || null }) },
    ...scores.map(([least, name]) =>
      new Option(String(name), String(least ?? ""), false, least === filter.leastScore)
    ),
  );
  // The list does not wait for the names of workflows.
  workflows.then((all) => {
    for (const { workflow_id: id, name } of all) {
      workflow.add(new Option(name, id, false, id === filter.workflowId));
    }
  }, () => workflow.remove());
  return element(
    "div",
    { class: "filters", role: "group", "aria-label": "Filters" },
    element("label", { class: "check" }, active, "Running now"),
    workflow,
    score,
  );
}
