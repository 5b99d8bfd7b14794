/**
 * Moves positions apart until neighbours are `gap` away from each other, as little as needed and
 * without changing their order; none goes beyond `limit`.
 */
export function spread(positions: readonly number[], gap: number, limit: number): number[] {
  const order = positions.map((_, index) => index)
    .sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  // Groups of labels that touch; each lies around the middle of where its labels want to be.
  const groups: { members: number[]; middle: number }[] = [];
  const top = (group: typeof groups[number]) => group.middle - (group.members.length - 1) * gap / 2;
  const place = (members: number[]) => {
    const wanted = members.reduce((sum, index) => sum + (positions[index] ?? 0), 0);
    const half = (members.length - 1) * gap / 2;
    return { members, middle: Math.min(wanted / members.length, limit - half) };
  };
  for (const index of order) {
    groups.push(place([index]));
    while (groups.length > 1) {
      const [upper, lower] = groups.slice(-2);
      if (!upper || !lower || top(upper) + upper.members.length * gap <= top(lower)) break;
      groups.splice(-2, 2, place([...upper.members, ...lower.members]));
    }
  }
  const placed = [...positions];
  for (const group of groups) {
    group.members.forEach((index, place) => placed[index] = top(group) + place * gap);
  }
  return placed;
}
