import type { RecordedEvent } from "./record-events.ts";

let lastId = 100;
const node = (tagName: string, attributes: object = {}, ...childNodes: object[]): object => ({
  ...{ type: 2, id: ++lastId, tagName, attributes, childNodes },
});
const text = (textContent: string) => ({ type: 3, id: ++lastId, textContent });
const svg = (made: object) => ({ ...made, isSVG: true });

/** Elements as no recorder makes them, and somebody could upload them. */
function hostileNodes(beacon: string): object[] {
  const run = "self.ranEvent = true; top.ranEvent = true";
  const frame = `<script>parent.ranEvent = true</script>`;
  return [
    node("script", {}, text(run)),
    node("SCRIPT", { src: `${beacon}/e/script.js` }),
    svg(node("svg:script", {}, text(run))),
    svg(node("script", { href: `${beacon}/e/svg-script.js` }, text(run))),
    node("img", { src: "x", onerror: run, ONLOAD: run }),
    node("img", { src: `${beacon}/e/img.png`, rr_dataURL: `${beacon}/e/rr.png` }),
    node("canvas", { rr_dataURL: `${beacon}/e/canvas.png` }),
    node("iframe", { srcdoc: frame }),
    node("iframe", { src: `javascript:${run}` }),
    node("iframe", { src: `data:text/html,${frame}`, sandbox: "allow-scripts" }),
    node("frame", { src: `${beacon}/e/frame` }),
    node("object", { data: `${beacon}/e/object`, type: "text/html" }),
    node("embed", { src: `data:image/svg+xml,<svg onload="${run}"/>` }),
    node("base", { href: `${beacon}/e/` }),
    node("meta", { "http-equiv": "refresh", content: `0; url=${beacon}/e/refresh` }),
    node("meta", { "HTTP-EQUIV": "Refresh", content: `0; url=${beacon}/e/refresh` }),
    node("link", { rel: "stylesheet", href: `${beacon}/e/style.css` }),
    node("link", { rel: "preconnect", href: beacon }),
    node("link", { REL: "dns-prefetch", href: "//prefetch.example.test" }),
    node("link", { rel: "stylesheet", _cssText: `@import "${beacon}/e/i.css"; a { color: red }` }),
    node("style", { _cssText: `body { background: url("${beacon}/e/bg.png") }` }),
    node("style", {}, { ...text(`@import url(${beacon}/e/t.css);`), isStyle: true }),
    node("a", { href: `javascript:${run}`, autofocus: true }, text("link")),
    node("form", { action: `${beacon}/e/form` }, node("input", { autofocus: "", name: "a" })),
    node("video", { src: `${beacon}/e/v.mp4`, rr_mediaState: "played", autoplay: "" }),
    node("body", { background: `${beacon}/e/body.png`, onpageshow: run }),
    node("portal", { src: `${beacon}/e/portal` }),
    svg(node("svg", {}, svg(node("use", { "xlink:href": `${beacon}/e/s.svg#a` })))),
    svg(node("image", { href: `${beacon}/e/image.png` })),
    svg(node("animate", { attributeName: "href", values: `${beacon}/e/animate.png`, dur: "1s" })),
    node("div", { style: `background-image: url(${beacon}/e/style.png)` }),
    { ...node("evil-card", { src: `${beacon}/e/card` }), isCustom: true },
    ...["constructor", "__proto__", "a b", ""].map((name) => node(name)),
  ];
}

/** A recording made by hand: what is in it wants out, breaks off, or is no event at all. */
export function hostileEvents(beacon: string, from: number): RecordedEvent[] {
  const at = (ms: number, type: number, data: unknown): RecordedEvent => ({
    ...{ timestamp: from + ms, type, data },
  });
  const change = (ms: number, data: object) => at(ms, 3, data);
  const mutation = (parts: object) => ({
    ...{ source: 0, adds: [], removes: [], texts: [], attributes: [] },
    ...parts,
  });
  let deep = node("b");
  for (let i = 0; i < 900; i++) deep = node("i", {}, deep);
  const html = { type: 2, id: 2, tagName: "html", attributes: {} };
  const heading = { type: 2, id: 4, tagName: "h1", attributes: {}, childNodes: [] };
  const body = { type: 2, id: 3, tagName: "body", attributes: { onload: "self.ranEvent = true" } };
  const first = { ...heading, childNodes: [{ type: 3, id: 5, textContent: "By hand" }] };
  const childNodes = [first, ...hostileNodes(beacon), deep];
  const document = {
    type: 0,
    id: 1,
    childNodes: [{ ...html, childNodes: [{ ...body, childNodes }] }],
  };
  const named = (name: string, value: unknown) =>
    JSON.parse(`{"${name}": ${JSON.stringify(value)}}`);
  return [
    at(0, 4, { href: `javascript:self.ranEvent = true`, width: 800, height: 600 }),
    at(1, 2, { node: document, initialOffset: { left: 0, top: 0 } }),
    ...hostileNodes(beacon).map((added, i) =>
      change(100 + i, mutation({ adds: [{ parentId: 3, nextId: null, node: added }] }))
    ),
    ...Object.entries({
      src: `${beacon}/m/src.png`,
      href: `${beacon}/m/href`,
      srcdoc: "<script>parent.ranEvent = true</script>",
      onclick: "self.ranEvent = true",
      style: { "background-image": `url(${beacon}/m/style.png)` },
      _cssText: `@import "${beacon}/m/css.css"`,
      rr_dataURL: `${beacon}/m/rr.png`,
      action: `${beacon}/m/action`,
    }).flatMap(([name, value], i) =>
      Array.from(
        { length: 40 },
        (_, n) =>
          change(
            200 + i,
            mutation({ attributes: [{ id: 101 + n, attributes: { [name]: value } }] }),
          ),
      )
    ),
    ...["ranEvent", "polluted"].flatMap((name) => [
      at(300, 3, named("__proto__", { [name]: true })),
      change(
        300,
        mutation({ attributes: [{ id: 3, attributes: named("__proto__", { [name]: 1 }) }] }),
      ),
      change(
        300,
        mutation({ attributes: [{ id: 3, attributes: { style: named("__proto__", {}) } }] }),
      ),
      change(300, mutation({ adds: [{ parentId: "__proto__", node: named("constructor", {}) }] })),
    ]),
    change(310, { source: 8, id: 120, adds: [{ rule: `a{background:url(${beacon}/r.png)}` }] }),
    change(311, { source: 13, id: 120, index: [999], set: { property: "x", value: "y" } }),
    change(312, { source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules: "x" }] }),
    change(313, {
      source: 10,
      family: "Evil",
      buffer: false,
      fontSource: `url(${beacon}/f.woff2)`,
    }),
    change(314, { source: 9, id: 107, type: 0, property: "drawImage", args: [`${beacon}/c.png`] }),
    change(315, { source: 7, id: 126, type: 0 }),
    change(316, { source: 1, positions: [] }),
    change(317, { source: 2, type: 500, id: 3 }),
    ...[0, 2, 4, 5].map((type) => change(318, { source: 2, type, id: 4, x: 5, y: 5 })),
    change(319, { source: 5, id: 4, text: 5 }),
    change(320, { source: 3, id: 4, x: "far", y: null }),
    change(321, { source: 4, width: 1e12, height: 600 }),
    at(322, 2, { node: { type: 0, id: 1, childNodes: [] } }),
    at(323, 6, { plugin: "rrweb/console@1", payload: {} }),
    at(324, 5, { tag: "x", payload: { href: `${beacon}/custom` } }),
    change(400, mutation({ texts: [{ id: 5, value: "By hand, to the end" }] })),
    at(2_000, 4, { href: "x", width: 800, height: 600 }),
  ];
}
