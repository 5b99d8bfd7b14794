import type { PlantedValue } from "./planted-value.ts";

/** Where the page shows a value, beside the forms in which it is text of the page. */
export const spots = [
  ...["title", "text", "attribute", "data", "value", "link", "user", "image", "frame", "shadow"],
  ...["inline-style", "stylesheet", "rule", "added", "changed", "set", "styled"],
];

/** A site whose page, at every address, shows these values wherever a page can show something. */
export function serveSecretPage(values: PlantedValue[]): { url: string; stop(): Promise<void> } {
  const html = pageOf(values);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } }),
  );
  return { url: `http://127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}

function pageOf(values: PlantedValue[]): string {
  return `<!doctype html><html><head><title>A page</title>
    <style>${
    values.map(({ value }) => `.sheet::after { content: ${css(`stylesheet=${value}`)} }`).join("")
  }
    </style></head><body>
    ${values.map(partOf).join("")}
    <input id="plain"><input id="typed"><input id="password" type="password">
    <textarea id="area"></textarea><p id="editable" contenteditable></p>
    <script>(${changePage})(${
    JSON.stringify(values.map(({ value }) => value)).replaceAll("<", "\\u003c")
  })</script>
  </body></html>`;
}

function partOf({ value, forms }: PlantedValue): string {
  const { url = "" } = forms;
  return `
    <p>text=${escape(value)}</p>
    <p class="split">split=${escape(value)}</p>
    <p title="attribute=${escape(value)}" data-token="data=${escape(value)}"></p>
    <input type="text" value="value=${escape(value)}">
    <a href="/next?link=${url}#link=${url}">next</a><a href="http://user=${url}@127.0.0.1/">in</a>
    <img alt="image=${escape(value)}" src="data:,">
    <iframe srcdoc="${escape(`<p>frame=${escape(value)}</p>`)}"></iframe>
    <p style="background: url('/none?inline-style=${url.replaceAll("'", "%27")}')"></p>
    ${Object.entries(forms).map(([form, text]) => `<p>${form}=${escape(text)}</p>`).join("")}`;
}

/** What `changePage()` uses of an element; the types of a page are not those of Deno. */
interface PageElement {
  textContent: string;
  readonly dataset: Record<string, string>;
  readonly firstChild: { data: string; splitText(at: number): void };
  readonly sheet: { insertRule(rule: string): void };
  readonly style: { setProperty(name: string, value: string): void };
  append(text: string): void;
  appendChild(child: PageElement): PageElement;
  attachShadow(init: { mode: "open" }): { textContent: string };
  setAttribute(name: string, value: string): void;
}

interface PageDocument {
  title: string;
  readonly head: PageElement;
  readonly body: PageElement;
  createElement(name: string): PageElement;
  querySelectorAll(selector: string): { entries(): Iterable<[number, PageElement]> };
}

/** Runs in the page: what is shown by script, at once and later. */
function changePage(values: string[]): void {
  const { document } = globalThis as unknown as { document: PageDocument };
  document.title = values.map((value) => `title=${value}`).join();
  for (const [at, { firstChild }] of document.querySelectorAll(".split").entries()) {
    firstChild.splitText(`split=${values[at]}`.length / 2);
  }
  const add = (name: string) => document.body.appendChild(document.createElement(name));
  const style = document.head.appendChild(document.createElement("style"));
  for (const value of values) {
    add("div").attachShadow({ mode: "open" }).textContent = `shadow=${value}`;
  }
  const changed = values.map(() => add("p"));
  for (const p of changed) p.textContent = "nothing yet";
  setTimeout(() => {
    for (const [at, value] of values.entries()) {
      add("p").textContent = `added=${value}`;
      const p = changed[at]!;
      p.firstChild.data = `changed=${value}`;
      p.setAttribute("title", `set=${value}`);
      p.style.setProperty("--token", JSON.stringify(`styled=${value}`));
      style.sheet.insertRule(`.r::after { content: ${JSON.stringify(`rule=${value}`)} }`);
    }
    const halves = values.map((value) => {
      const p = add("p");
      p.append(`late-split=${value.slice(0, value.length / 2)}`);
      return () => p.append(value.slice(value.length / 2));
    });
    setTimeout(() => {
      for (const half of halves) half();
      document.body.dataset.done = "yes";
    }, 50);
  }, 300);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function css(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
