/** One JSON object with the members of several, as text: unparsed, so that numbers keep every digit. */
export function joinObjects(...objects: readonly string[]): string {
  const members = objects.map((text) => text.trim().slice(1, -1)).filter((each) => each.trim());
  return `{${members.join(",")}}`;
}
