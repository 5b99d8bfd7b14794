import { findItem, searchItems } from "./catalog.ts";
import { type Order, orderCsv, readOrder } from "./orders.ts";
import * as views from "./views.ts";

/** The shop, while it runs. */
export interface Site {
  /** Where it answers, without a trailing slash. */
  url: string;
  /** Who can sign in. */
  account: { email: string; password: string };
  stop(): Promise<void>;
}

const account = { email: "buyer@larchfield.example", password: "twelve green pencils" };
const files: Record<string, string> = {
  "/style.css": "text/css; charset=utf-8",
  "/search.js": "text/javascript; charset=utf-8",
  "/total.js": "text/javascript; charset=utf-8",
};

/** Serves a small office-supplies shop on a free port of the loopback interface. */
export function startSite(): Site {
  const sessions = new Set<string>();
  const orders = new Map<string, Order>();

  async function signIn(request: Request): Promise<Response> {
    const form = await request.formData();
    const email = String(form.get("email") ?? "");
    if (email !== account.email || form.get("password") !== account.password) {
      const problem = "E-mail and password do not match. Try again.";
      return html(await views.signInPage(email, problem), 401);
    }
    const session = crypto.randomUUID();
    sessions.add(session);
    return redirect("/catalog", `session=${session}; HttpOnly; SameSite=Lax; Path=/`);
  }

  async function placeOrder(request: Request): Promise<Response> {
    const form = await request.formData();
    const order = readOrder(form, `L-${1001 + orders.size}`);
    if (typeof order !== "string") {
      orders.set(order.number, order);
      return redirect(`/orders/${order.number}`);
    }
    const item = findItem(String(form.get("item")));
    return item ? html(await views.orderPage(account.email, item, order), 400) : notFound();
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const route = `${request.method} ${pathname}`;
    const file = files[pathname];
    if (file) {
      const body = await Deno.readFile(new URL(`pages${pathname}`, import.meta.url));
      return new Response(body, { headers: { "content-type": file } });
    }
    if (route === "GET /sign-in") return html(await views.signInPage(""));
    if (route === "POST /sign-in") return await signIn(request);
    const session = /(?:^|;\s*)session=([^;]+)/.exec(request.headers.get("cookie") ?? "")?.[1] ??
      "";
    if (!sessions.has(session)) return redirect("/sign-in");
    const query = searchParams.get("q") ?? "";
    const item = findItem(searchParams.get("item") ?? "");
    const [, number = "", csv] = /^\/orders\/([^/.]+)(\.csv)?$/.exec(pathname) ?? [];
    const order = orders.get(number);
    if (route === "GET /") return redirect("/catalog");
    if (route === "GET /catalog") {
      return html(await views.catalogPage(account.email, query, searchItems(query)));
    }
    if (route === "GET /catalog/results") return html(views.resultList(searchItems(query)).text);
    if (route === "GET /order" && item) return html(await views.orderPage(account.email, item));
    if (route === "POST /orders") return await placeOrder(request);
    if (request.method === "GET" && order) {
      return csv ? download(order) : html(await views.receiptPage(account.email, order));
    }
    if (route === "POST /sign-out") {
      sessions.delete(session);
      return redirect("/sign-in", "session=; Max-Age=0; Path=/");
    }
    return await notFound();
  }

  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  return { url: `http://127.0.0.1:${server.addr.port}`, account, stop: () => server.shutdown() };
}

function html(body: string, status = 200): Response {
  return new Response(body, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}

function redirect(location: string, cookie?: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location, ...(cookie ? { "set-cookie": cookie } : {}) },
  });
}

function download(order: Order): Response {
  const disposition = `attachment; filename="order-${order.number}.csv"`;
  return new Response(orderCsv(order), {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": disposition },
  });
}

async function notFound(): Promise<Response> {
  return html(await views.messagePage("Page not found", "There is nothing at this address."), 404);
}
