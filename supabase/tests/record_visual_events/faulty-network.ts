/** What a faulty network makes of a list: some are lost, some repeated, all are out of order. */
export function faultyNetwork<T>(sent: readonly T[], random: () => number): T[] {
  const loss = random() * 0.3;
  const repeat = random() * 0.5;
  const delay = random() * 20;
  const arrivals: { readonly at: number; readonly what: T }[] = [];
  sent.forEach((what, place) => {
    if (random() < loss) return;
    do arrivals.push({ at: place + random() * delay, what }); while (random() < repeat);
  });
  return arrivals.sort((a, b) => a.at - b.at).map(({ what }) => what);
}
