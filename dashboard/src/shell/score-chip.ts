import { element } from "./element.ts";

/** How well a recording can be replayed, 0 to 100; a dash before that is known. */
export function scoreChip(score: number | null): HTMLElement {
  if (score === null) return element("span", { class: "muted" }, "–");
  const grade = score >= 90 ? "good" : score >= 60 ? "fair" : "poor";
  return element(
    "span",
    { class: `score score-${grade}`, title: `Replay score ${score} of 100` },
    element("span", { class: "score-bar", style: `--score: ${score}%` }),
    String(score),
  );
}
