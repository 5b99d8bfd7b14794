/** Where in the dashboard the address leads. */
export type Route =
  | { page: "session"; sessionId: string; seconds: number | null }
  | { page: "sessions"; filter: SessionFilter };

/** Which sessions the list shows. */
export interface SessionFilter {
  active: boolean;
  workflowId: string | null;
  leastScore: number | null;
  page: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the part of an address after "#"; what makes no sense is as if it were not there. */
export function readRoute(hash: string): Route {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const sessionId = given.get("session");
  if (sessionId) return { page: "session", sessionId, seconds: number(given.get("t"), 0, 1e7) };
  const workflowId = given.get("workflow");
  return {
    page: "sessions",
    filter: {
      active: given.get("active") === "1",
      workflowId: workflowId && uuid.test(workflowId) ? workflowId : null,
      leastScore: number(given.get("score"), 1, 100),
      page: Math.round(number(given.get("page"), 1, 100_000) ?? 1),
    },
  };
}

/** The address of a place in the dashboard, from "#" on. */
export function writeRoute(route: Route): string {
  const given = new URLSearchParams();
  if (route.page === "session") {
    given.set("session", route.sessionId);
    if (route.seconds !== null) given.set("t", String(Math.round(route.seconds * 10) / 10));
  } else {
    const { active, workflowId, leastScore, page } = route.filter;
    if (active) given.set("active", "1");
    if (workflowId) given.set("workflow", workflowId);
    if (leastScore !== null) given.set("score", String(leastScore));
    if (page > 1) given.set("page", String(page));
  }
  return `#${given}`;
}

function number(text: string | null, least: number, most: number): number | null {
  const value = text === null || text.trim() === "" ? NaN : Number(text);
  return value >= least && value <= most ? value : null;
}
