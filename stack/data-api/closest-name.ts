/** The name that shares the most pairs of letters with the wanted one, if it shares enough. */
export function closestName(wanted: string, names: string[]): string | null {
  const wantedPairs = pairs(wanted);
  let best: { name: string | null; score: number } = { name: null, score: 0.5 };
  for (const name of names) {
    const own = pairs(name);
    const shared = [...own].filter((pair) => wantedPairs.has(pair)).length;
    const score = 2 * shared / (own.size + wantedPairs.size);
    if (score > best.score) best = { name, score };
  }
  return best.name;
}

function pairs(name: string): Set<string> {
  const padded = ` ${name} `;
  return new Set(Array.from({ length: padded.length - 1 }, (_, i) => padded.slice(i, i + 2)));
}
