import type { OrderInputs } from "./order-supplies.ts";

/** The runs done one after the other. The shop sends no desks overnight: the last one must fail. */
export const oneByOne: OrderInputs[] = [
  { search: "desk lamp", quantity: 2, delivery: "express", cost_centre: "Design" },
  {
    search: "notebook a5",
    quantity: 25,
    delivery: "standard",
    cost_centre: "Administration",
    note: "Leave them at the front desk",
  },
  { search: "kettle", quantity: 1, delivery: "express", cost_centre: "Workshop" },
  { search: "standing desk", quantity: 1, delivery: "express", cost_centre: "Engineering" },
];

/** Two runs at the same time. */
export const sideBySide: { finishing: OrderInputs; cancelled: OrderInputs } = {
  finishing: {
    search: "office chair",
    quantity: 4,
    delivery: "standard",
    cost_centre: "Engineering",
  },
  cancelled: { search: "whiteboard", quantity: 1, delivery: "standard", cost_centre: "Design" },
};
