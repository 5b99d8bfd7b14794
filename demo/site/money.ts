/** An amount as the shop writes it: `€ 1 234.50`, with spaces that do not break. */
export function money(cents: number): string {
  const [whole = "", fraction] = (cents / 100).toFixed(2).split(".");
  return `€\u00a0${whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0")}.${fraction}`;
}
