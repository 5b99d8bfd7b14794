import assert from "node:assert/strict";
import { type Site, startSite } from "./server.ts";

const order = "item=NTB-104&quantity=3&delivery=standard&cost_centre=Design&note=";

function ask(site: Site, path: string, cookie = "", form?: string): Promise<Response> {
  const type: Record<string, string> = form
    ? { "content-type": "application/x-www-form-urlencoded" }
    : {};
  return fetch(site.url + path, {
    method: form === undefined ? "GET" : "POST",
    body: form,
    headers: { cookie, ...type },
    redirect: "manual",
  });
}

async function signIn(site: Site, password = site.account.password): Promise<Response> {
  const form = new URLSearchParams({ ...site.account, password }).toString();
  return await ask(site, "/sign-in", "", form);
}

async function sessionOf(answer: Response): Promise<string> {
  await answer.body?.cancel();
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

function test(name: string, does: (site: Site) => Promise<void>) {
  Deno.test(name, async () => {
    const site = startSite();
    try {
      await does(site);
    } finally {
      await site.stop();
    }
  });
}

test("the shop sends everyone without a session to the sign-in page", async (site) => {
  for (const path of ["/", "/catalog", "/order?item=NTB-104", "/orders/L-1001.csv"]) {
    const answer = await ask(site, path, "session=forged");
    await answer.body?.cancel();
    assert.deepEqual([answer.status, answer.headers.get("location")], [303, "/sign-in"], path);
  }
});

test("the shop gives a session for the right password only", async (site) => {
  const refused = await signIn(site, "wrong");
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get("set-cookie"), null);
  assert.match(await refused.text(), /do not match/);

  const accepted = await signIn(site);
  assert.match(accepted.headers.get("set-cookie") ?? "", /^session=[0-9a-f-]{36}; HttpOnly/);
  const cookie = await sessionOf(accepted);
  const catalog = await ask(site, "/catalog", cookie);
  assert.equal(catalog.status, 200);
  assert.match(await catalog.text(), /Standing desk/);
});

test("the shop finds items by all words and offers express where it is possible", async (site) => {
  const cookie = await sessionOf(await signIn(site));
  const results = await (await ask(site, "/catalog/results?q=LAMP%20desk", cookie)).text();
  assert.equal(results.match(/<li /g)?.length, 1);
  assert.match(results, /LMP-210/);
  const express = async (item: string) =>
    (await (await ask(site, `/order?item=${item}`, cookie)).text()).includes("delivery-express");
  assert.deepEqual([await express("LMP-210"), await express("DSK-160")], [true, false]);
});

test("the shop takes an order and offers it as a CSV file", async (site) => {
  const cookie = await sessionOf(await signIn(site));
  const placed = await ask(site, "/orders", cookie, order);
  assert.deepEqual([placed.status, placed.headers.get("location")], [303, "/orders/L-1001"]);
  const receipt = await (await ask(site, "/orders/L-1001", cookie)).text();
  assert.match(receipt, /id="order-total">€\u00a028\.20</);
  const csv = await ask(site, "/orders/L-1001.csv", cookie);
  const disposition = csv.headers.get("content-disposition");
  assert.equal(disposition, 'attachment; filename="order-L-1001.csv"');
  assert.equal(csv.headers.get("content-type"), "text/csv; charset=utf-8");
  assert.match(await csv.text(), /L-1001,1,NTB-104,"Notebook, A4",3,9.40,28.20\r\n/);
});

test("the shop shows the form again with what was wrong, and forgets a session", async (site) => {
  const cookie = await sessionOf(await signIn(site));
  const refused = await ask(site, "/orders", cookie, order.replace("quantity=3", "quantity=0"));
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), /role="alert">The quantity is a whole number from 1 to 99\./);
  await (await ask(site, "/sign-out", cookie, "x=")).body?.cancel();
  const after = await ask(site, "/catalog", cookie);
  await after.body?.cancel();
  assert.equal(after.status, 303);
});

test("the shop answers 404 for what is not there", async (site) => {
  const cookie = await sessionOf(await signIn(site));
  for (const path of ["/nothing", "/order?item=nothing", "/orders/L-9999", "/orders/L-9999.csv"]) {
    const answer = await ask(site, path, cookie);
    assert.match(await answer.text(), /nothing at this address/);
    assert.equal(answer.status, 404, path);
  }
});
