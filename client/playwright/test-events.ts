import type { PageEvent } from "./test-session.ts";

interface RecordedNode {
  id: number;
  childNodes?: RecordedNode[];
}

/** What a change of the document consists of, as rrweb records it. */
export interface RecordedChange {
  adds: { parentId: number; node: RecordedNode }[];
  removes: { id: number }[];
  texts: { id: number; value: string | null }[];
  attributes: { id: number; attributes: Record<string, unknown> }[];
}

/** The changes of the document among events. */
export function changesOf(events: PageEvent[]): RecordedChange[] {
  return events.flatMap(({ type, data }) =>
    type === 3 && (data as { source: number }).source === 0 ? [data as RecordedChange] : []
  );
}

/** The numbers of all nodes that events tell of, removed or not. */
export function knownIds(events: PageEvent[]): Set<number> {
  const ids = new Set<number>();
  const take = ({ id, childNodes = [] }: RecordedNode) => {
    ids.add(id);
    childNodes.forEach(take);
  };
  for (const { type, data } of events) if (type === 2) take((data as { node: RecordedNode }).node);
  for (const { adds } of changesOf(events)) adds.forEach(({ node }) => take(node));
  return ids;
}

/** The nodes that events of such a source speak of, and where among all events they do. */
export function pointedAt(events: PageEvent[], source: number): { at: number; id: number }[] {
  return events.flatMap(({ type, data }, at) => {
    const found = data as Record<string, unknown>;
    if (type !== 3 || found.source !== source) return [];
    const { id, positions = [], ranges = [] } = found as {
      id?: number;
      positions?: { id: number }[];
      ranges?: { start: number; end: number }[];
    };
    const ids = [
      ...(id === undefined ? [] : [id]),
      ...positions.map(({ id }) => id),
      ...ranges.flatMap(({ start, end }) => [start, end]),
    ];
    return ids.map((id) => ({ at, id }));
  });
}
