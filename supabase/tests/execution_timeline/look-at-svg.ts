import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { assertReadable, type Seen } from "./assert-readable.ts";

/** How it is looked at. */
export interface Looking {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly width: number;
  readonly theme: "light" | "dark";
  /** What is answered at the address, where nothing else answers there. */
  readonly svg?: string;
  /** The size of text that the reader has chosen; 16 unless they have. */
  readonly fontSize?: number;
}

const measure = `(() => {
  const svg = document.documentElement;
  const boxOf = (element) => element.getBoundingClientRect();
  const texts = [...document.querySelectorAll("text")].filter((text) => boxOf(text).width > 0);
  const shapes = [...document.querySelectorAll("svg > rect, svg use, svg circle, g > rect")]
    .map(boxOf).filter(({ width }) => width > 0);
  const { width, height } = boxOf(svg);
  return {
    root: svg.namespaceURI + " " + svg.localName,
    isWellFormed: document.querySelector("parsererror") === null,
    role: svg.getAttribute("role"),
    labels: (svg.getAttribute("aria-labelledby") ?? "").split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? ""),
    ground: getComputedStyle(document.querySelector("rect")).fill,
    width, height,
    texts: texts.map((text) => {
      const { left, right, top, bottom } = boxOf(text);
      const colour = getComputedStyle(text).fill;
      return { text: text.textContent, left, right, top, bottom, colour };
    }),
    shapes: [
      Math.min(...shapes.map(({ left }) => left)),
      Math.max(...shapes.map(({ right }) => right)),
      Math.max(...shapes.map(({ bottom }) => bottom)),
    ],
    scripts: document.querySelectorAll("script").length,
  };
})()`;

/**
 * Opens an SVG in a browser without scripts, and asserts that it reads well: well-formed, one request,
 * no text cut off, over another or too faint.
 */
export async function lookAtSvg(browser: Browser, looking: Looking): Promise<Seen> {
  const { url, headers = {}, width, theme, svg, fontSize } = looking;
  const context = await browser.newContext({
    ...{ viewport: { width, height: 800 }, colorScheme: theme },
    javaScriptEnabled: false,
  });
  try {
    const page = await context.newPage();
    const [requests, complaints]: [string[], string[]] = [[], []];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(`${error}`));
    await context.route("**", (route) => {
      if (svg !== undefined) return route.fulfill({ contentType: "image/svg+xml", body: svg });
      return route.continue({ headers: { ...route.request().headers(), ...headers } });
    });
    if (fontSize) {
      const session = await context.newCDPSession(page);
      await session.send("Page.setFontSizes", { fontSizes: { standard: fontSize } });
    }
    await page.goto(url);
    const seen = await page.evaluate<Seen>(measure);
    assert.deepEqual([requests, complaints], [[url], []]);
    assertReadable(seen, width);
    return seen;
  } finally {
    await context.close();
  }
}
