import { paint } from "./paint.ts";

/** What bars and marks lie on. */
export function drawRail(y: number): string {
  return `<rect y="${y}em" width="100%" height="0.7em" rx="2" ${paint("rail")}/>`;
}
