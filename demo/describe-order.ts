/** The inputs of a run in words: `2 x desk lamp, express`. */
export function describeOrder(inputs: Record<string, unknown>): string {
  return `${inputs.quantity} x ${inputs.search}, ${inputs.delivery}`;
}
