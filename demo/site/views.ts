import type { Item } from "./catalog.ts";
import { money } from "./money.ts";
import { costCentres, deliveryCents, type Order } from "./orders.ts";
import { type Markup, markup, renderPage } from "./render-page.ts";

const account = (email: string) =>
  markup`<form method="post" action="/sign-out"><span>${email}</span>
    <button class="plain">Sign out</button></form>`;

const problemLine = (problem: string | undefined) =>
  problem ? markup`<p class="problem" role="alert">${problem}</p>` : "";

/** The sign-in page, with what was wrong the last time. */
export function signInPage(email: string, problem?: string): Promise<string> {
  return renderPage("sign-in", { title: "Sign in", email, problem: problemLine(problem) });
}

/** The items found, or a sentence. */
export function resultList(found: Item[]): Markup {
  if (found.length === 0) return markup`<p class="soft">Nothing matches. Try fewer words.</p>`;
  const rows = found.map((item) =>
    markup`<li data-sku="${item.sku}"><div><h2>${item.name}</h2><p>${item.description}</p></div>
      <span class="price">${money(item.cents)}</span>
      <a class="button" href="/order?item=${item.sku}">Order</a></li>`
  );
  return markup`<ul class="items">${rows}</ul>`;
}

/** The catalogue with its search box. */
export function catalogPage(email: string, query: string, found: Item[]): Promise<string> {
  const results = resultList(found);
  return renderPage("catalog", { title: "Catalogue", account: account(email), query, results });
}

/** The order form of one item; it offers only the deliveries that the item allows. */
export function orderPage(email: string, item: Item, problem?: string): Promise<string> {
  const delivery = (kind: keyof typeof deliveryCents, text: string, checked: Markup | string) =>
    markup`<label class="choice"><input type="radio" name="delivery" id="delivery-${kind}"
      value="${kind}" data-cents="${deliveryCents[kind]}" ${checked}> ${text}
      <span class="price">${money(deliveryCents[kind])}</span></label>`;
  return renderPage("order", {
    ...{ title: item.name, name: item.name, description: item.description, sku: item.sku },
    account: account(email),
    unit_cents: item.cents,
    price: money(item.cents),
    problem: problemLine(problem),
    cost_centres: costCentres.map((name) => markup`<option>${name}</option>`),
    deliveries: [
      delivery("standard", "Standard, 3 to 5 days", markup`checked`),
      ...(item.express ? [delivery("express", "Express, overnight", "")] : []),
    ],
  });
}

/** What was ordered. */
export function receiptPage(email: string, order: Order): Promise<string> {
  return renderPage("receipt", {
    ...{ title: `Order ${order.number}`, number: order.number, name: order.item.name },
    ...{ quantity: order.quantity, delivery: order.delivery, cost_centre: order.costCentre },
    account: account(email),
    amount: money(order.quantity * order.item.cents),
    delivery_amount: money(order.deliveryCents),
    total: money(order.totalCents),
    note: order.note ? markup`Note: <q>${order.note}</q>` : "",
  });
}

/** A page with a title and one sentence. */
export function messagePage(title: string, text: string): Promise<string> {
  return renderPage("message", { title, text });
}
