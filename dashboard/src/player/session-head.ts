import type { RuntrailAnswer } from "../../../client/mod.ts";
import type { ChunksAnswer } from "../recording/recording-source.ts";
import { element } from "../shell/element.ts";
import { format } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { scoreChip } from "../shell/score-chip.ts";
import { statusChip } from "../shell/status-chip.ts";

/** Which run the page shows, and how it is doing. */
export class SessionHead {
  readonly root: HTMLElement;
  readonly #title = element("h1", {}, "Session");
  readonly #facts = element("div", { class: "facts" });
  #shown = "";

  constructor() {
    const back = element("a", { class: "back", href: "#" }, icon("back"), "Sessions");
    this.root = element("div", { class: "session-head" }, back, this.#title, this.#facts);
  }

  show(session: ChunksAnswer, detail: RuntrailAnswer<"executionDetail"> | null): void {
    const { replay_score, replay_reasons, live, started_at } = session;
    const status = live ? session.execution_status : detail?.status ?? session.execution_status;
    const seconds = detail?.execution_time_seconds ?? null;
    const name = detail?.workflow_name ?? "Session";
    const shown = JSON.stringify([name, status, seconds, replay_score, replay_reasons, live]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#title.textContent = name;
    this.#facts.replaceChildren(
      statusChip(status),
      element("time", { datetime: started_at }, format.time(started_at)),
      seconds === null ? "" : element("span", {}, `ran ${format.duration(seconds * 1000)}`),
      score(replay_score, replay_reasons),
    );
  }
}

/** The score, and on request what it is made of. */
function score(value: number | null, reasons: readonly string[]): Node {
  if (value === null) return document.createTextNode("");
  const label = element("span", { class: "score-label" }, "Replay ", scoreChip(value));
  if (reasons.length === 0) return label;
  return element(
    "details",
    { class: "score-details" },
    element("summary", {}, label),
    element("ul", {}, ...reasons.map((reason) => element("li", {}, reason))),
  );
}
