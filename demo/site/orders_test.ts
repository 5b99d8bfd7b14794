import assert from "node:assert/strict";
import { orderCsv, readOrder } from "./orders.ts";

const valid = { item: "LMP-210", quantity: "2", delivery: "express", cost_centre: "Design" };

function read(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return readOrder(form, "L-1");
}

Deno.test("readOrder() computes what the order costs", () => {
  const order = read(valid);
  assert.ok(typeof order !== "string");
  assert.equal(order.totalCents, 2 * 3490 + 1200);
});

Deno.test("readOrder() tells what is wrong with a form", () => {
  const wrong: [Record<string, string>, RegExp][] = [
    [{ item: "nothing" }, /not in the catalogue/],
    [{ quantity: "0" }, /1 to 99/],
    [{ quantity: "1.5" }, /1 to 99/],
    [{ quantity: "" }, /1 to 99/],
    [{ delivery: "pigeon" }, /how it is delivered/],
    [{ item: "DSK-160" }, /Standing desk is not sent overnight/],
    [{ cost_centre: "" }, /cost centre/],
  ];
  for (const [fields, sentence] of wrong) {
    const order = read({ ...valid, ...fields });
    assert.match(typeof order === "string" ? order : "accepted", sentence);
  }
});

Deno.test("orderCsv() quotes fields that hold commas and ends lines as RFC 4180 says", () => {
  const order = read({ ...valid, item: "NTB-105", delivery: "standard" });
  assert.ok(typeof order !== "string");
  assert.equal(
    orderCsv(order),
    "order,line,sku,name,quantity,unit_price,amount\r\n" +
      'L-1,1,NTB-105,"Notebook, A5",2,6.90,13.80\r\n' +
      'L-1,2,,"Delivery, standard",1,0.00,0.00\r\n' +
      'L-1,,,"Total, booked on Design",,,13.80\r\n',
  );
});
