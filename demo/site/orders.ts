import { findItem, type Item } from "./catalog.ts";

/** An order that the shop has accepted. */
export interface Order {
  number: string;
  item: Item;
  quantity: number;
  delivery: "standard" | "express";
  costCentre: string;
  note: string;
  deliveryCents: number;
  totalCents: number;
}

/** Delivery by kind, in cents. */
export const deliveryCents = { standard: 0, express: 1200 } as const;

/** The cost centres an order can be booked on. */
export const costCentres = ["Administration", "Design", "Engineering", "Workshop"];

/** Reads the order form; a string is the sentence that tells what is wrong with it. */
export function readOrder(form: FormData, number: string): Order | string {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const item = findItem(text("item"));
  const quantity = Number(text("quantity"));
  const delivery = text("delivery");
  const costCentre = text("cost_centre");
  if (!item) return "This item is not in the catalogue any more.";
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99) {
    return "The quantity is a whole number from 1 to 99.";
  }
  if (delivery !== "standard" && delivery !== "express") return "Choose how it is delivered.";
  if (delivery === "express" && !item.express) return `${item.name} is not sent overnight.`;
  if (!costCentres.includes(costCentre)) return "Choose a cost centre.";
  return {
    ...{ number, item, quantity, delivery, costCentre, note: text("note").slice(0, 200) },
    deliveryCents: deliveryCents[delivery],
    totalCents: quantity * item.cents + deliveryCents[delivery],
  };
}

/** The order as a spreadsheet reads it: RFC 4180, amounts as plain numbers. */
export function orderCsv(order: Order): string {
  const amount = (cents: number) => (cents / 100).toFixed(2);
  const { item, quantity } = order;
  const rows = [
    ["order", "line", "sku", "name", "quantity", "unit_price", "amount"],
    [
      order.number,
      1,
      item.sku,
      item.name,
      quantity,
      amount(item.cents),
      amount(quantity * item.cents),
    ],
    [
      order.number,
      2,
      "",
      `Delivery, ${order.delivery}`,
      1,
      ...Array(2).fill(amount(order.deliveryCents)),
    ],
    [
      order.number,
      "",
      "",
      `Total, booked on ${order.costCentre}`,
      "",
      "",
      amount(order.totalCents),
    ],
  ];
  return rows.map((row) => `${row.map((value) => csvField(String(value))).join(",")}\r\n`).join("");
}

function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
