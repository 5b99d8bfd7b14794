import { element } from "./element.ts";

/** The status of an execution. */
export function statusChip(status: string): HTMLElement {
  return element("span", { class: `status status-${status}` }, status);
}
