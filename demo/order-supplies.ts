import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import type { Site } from "./site/server.ts";

/** What a run orders. */
export type OrderInputs = {
  search: string;
  quantity: number;
  delivery: "standard" | "express";
  cost_centre: string;
  note?: string;
};

/** What the work of a run is given. */
export interface OrderRun {
  /**
   * Does one step of the run and reports it. What the step returns is a line in the log.
   *
   * @param progress Percent done once the step is.
   */
  step(name: string, progress: number, does: () => Promise<string>): Promise<void>;
  /** The page shows something that is worth remembering. */
  see(what: string): Promise<void>;
}

// Somebody types; the recording then shows a text that grows and not one that appears.
const typing = { delay: 25 };

/**
 * Orders the first item that a search finds in the shop, and downloads the order as CSV.
 *
 * @returns the order's number and total, and what the file holds.
 * @throws Playwright's error when a page is not as expected.
 */
export async function orderSupplies(
  page: Page,
  { url, account }: Pick<Site, "url" | "account">,
  inputs: OrderInputs,
  run: OrderRun,
): Promise<Record<string, unknown>> {
  await run.step("sign in", 20, async () => {
    await page.goto(url);
    await page.getByLabel("E-mail").pressSequentially(account.email, typing);
    await page.getByLabel("Password").pressSequentially(account.password, typing);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Catalogue" }).waitFor();
    return `Signed in as ${account.email}`;
  });
  await run.step("search", 40, async () => {
    await page.getByRole("searchbox").pressSequentially(inputs.search, typing);
    const results = page.locator(`#results[data-query=${JSON.stringify(inputs.search)}] li`);
    await results.first().waitFor();
    const found = await results.count();
    await run.see("search results");
    await results.first().getByRole("link", { name: "Order" }).click();
    await page.getByLabel("Quantity").waitFor();
    const name = await page.getByRole("heading", { level: 1 }).textContent();
    return `Found ${found} for "${inputs.search}", took ${name}`;
  });
  await run.step("fill the form", 60, async () => {
    await page.getByLabel("Quantity").fill(String(inputs.quantity));
    await page.getByLabel("Cost centre").selectOption(inputs.cost_centre);
    await page.locator(`#delivery-${inputs.delivery}`).check({ timeout: 1500 });
    await page.getByLabel("Note").pressSequentially(inputs.note ?? "", typing);
    await run.see("filled form");
    return `Total ${await page.locator(`#total[data-quantity="${inputs.quantity}"]`)
      .textContent()}`;
  });
  const order = { number: "", total: "" };
  await run.step("place the order", 80, async () => {
    await page.getByRole("button", { name: "Place the order" }).click();
    order.number = await page.locator("#order-number").innerText();
    order.total = await page.locator("#order-total").innerText();
    await run.see("receipt");
    return `Order ${order.number}, total ${order.total}`;
  });
  const file = { name: "", bytes: 0, lines: 0, sha256: "" };
  await run.step("download", 100, async () => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as CSV" }).click(),
    ]);
    const content = await Deno.readFile(await download.path());
    file.name = download.suggestedFilename();
    file.bytes = content.length;
    file.lines = new TextDecoder().decode(content).trimEnd().split("\r\n").length;
    file.sha256 = createHash("sha256").update(content).digest("hex");
    return `Downloaded ${file.name}, ${file.bytes} bytes`;
  });
  return { order_number: order.number, total: order.total, file };
}
