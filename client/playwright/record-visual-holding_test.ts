import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { recordVisual, type RecordVisualOptions } from "./mod.ts";
import { type BrowserTest, browserTests } from "./test-browser.ts";
import { changesOf, knownIds, pointedAt } from "./test-events.ts";
import { startReplay } from "./test-replay.ts";
import { type PageEvent, startSession } from "./test-session.ts";

// Whatever happens here happens while changes are held: one is made every 5 ms.
const changing = `<p id="beat"></p><div id="stage"></div><script>
  let beats = 0;
  setInterval(() => document.querySelector("#beat").textContent = "beat " + ++beats, 5);
  const stage = document.querySelector("#stage");
  const task = () => new Promise((resolve) => setTimeout(resolve, 1));
  const add = (html, parent = stage) => {
    parent.append(document.createRange().createContextualFragment(html));
    return parent.lastElementChild;
  };
</script>`;

const test = browserTests({
  "/changing": changing,
  "/inside": `<p>in the frame</p>`,
  "/own": `<h1></h1><script>
    const { constructor } = MutationObserver.prototype;
    document.querySelector("h1").textContent = [
      constructor === MutationObserver,
      String(constructor) === "function MutationObserver() { [native code] }",
      new MutationObserver(() => {}) instanceof MutationObserver,
      Object.getOwnPropertyNames(MutationObserver.prototype).sort(),
    ].join();
  </script>`,
});

/** Records the changing page while a script does something there. @returns what was recorded. */
async function recordScript(
  { context, site }: BrowserTest,
  script: string,
  options: RecordVisualOptions = {},
): Promise<{ events: PageEvent[]; page: Page }> {
  const session = await startSession();
  const recorder = await recordVisual(context, session.run, options);
  const page = await context.newPage();
  await page.goto(`${site.url}/changing`);
  await page.waitForTimeout(100);
  await page.evaluate(`(async () => { ${script} })()`);
  const { lost_events } = await recorder.stop();
  await session.assertStored();
  assert.equal(lost_events, 0);
  const events = session.events();
  const times = events.map(({ timestamp }) => timestamp);
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  return { events, page };
}

// Each refers to an element a task after it was added.
const interactions = {
  "a click": [2, `add("<button>B</button>"); await task(); stage.lastChild.click()`],
  "an input's event": [
    5,
    `const field = add("<input>"); await task();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, "typed");
    field.dispatchEvent(new Event("input", { bubbles: true }))`,
  ],
  "an input's value": [5, `const field = add("<input>"); await task(); field.value = "set"`],
  "a box that is ticked": [
    5,
    `const box = add('<input type="checkbox">'); await task(); box.checked = true`,
  ],
  "the focus": [2, `const field = add("<input>"); await task(); field.focus()`],
  "a selection": [
    14,
    `const line = add("<p>some words</p>"); await task();
    getSelection().selectAllChildren(line); await task(); await task()`,
  ],
  "scrolling": [
    3,
    `const box = add('<div style="height: 20px; overflow: scroll"><p style="height: 99px"></div>');
    await task(); box.scrollTop = 9; await new Promise(requestAnimationFrame); await task()`,
  ],
  "the mouse": [
    1,
    `const line = add("<p>a line</p>"); await task();
    line.dispatchEvent(new MouseEvent("mousemove", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 600))`,
  ],
  "a rule of a style sheet": [
    8,
    `const style = add("<style>b { color: red }</style>"); await task();
    style.sheet.insertRule("i { color: blue }")`,
  ],
  "a declaration of a style sheet": [
    13,
    `const style = add("<style>b { color: red }</style>"); await task();
    style.sheet.cssRules[0].style.setProperty("color", "green")`,
  ],
  "sheets that a shadow root adopts": [
    15,
    `const host = add("<div></div>"); const root = host.attachShadow({ mode: "open" });
    await task(); await task();
    const sheet = new CSSStyleSheet(); sheet.replaceSync("b { color: red }");
    root.adoptedStyleSheets = [sheet]; await task()`,
  ],
} as const;

for (const [what, [source, script]] of Object.entries(interactions)) {
  test(`recordVisual() records what is added before ${what}`, async (given) => {
    const { events } = await recordScript(given, script);
    const found = pointedAt(events, source);
    assert.ok(found.length > 0, "it was recorded");
    // What it speaks of is in the recording by then.
    for (const { at, id } of found) assert.ok(knownIds(events.slice(0, at)).has(id), `${id}`);
  });
}

test("recordVisual() takes a copy of the document with nothing of it to follow", async (given) => {
  const { events } = await recordScript(
    given,
    `const control = Object.getOwnPropertyNames(globalThis).find((name) => name.includes("runtrail"));
    for (let i = 0; i < 20; i++) {
      add("<p>line " + i + "</p>");
      await task();
      if (i % 3 === 0) globalThis[control].snapshot();
    }`,
  );
  const copies = events.flatMap(({ type }, at) => type === 2 ? [at] : []);
  assert.ok(copies.length > 5);
  copies.forEach((at, i) => {
    const known = knownIds([events[at]!]);
    for (const { adds } of changesOf(events.slice(at, copies[i + 1]))) {
      for (const { node } of adds) assert.ok(!known.has(node.id), `${node.id} was added again`);
    }
  });
});

test("recordVisual() records the last changes before stop()", async (given) => {
  const { events } = await recordScript(
    given,
    `for (let i = 0; i < 5; i++) {
      add("<p>line " + i + "</p>");
      await task();
    }`,
  );
  assert.match(JSON.stringify(changesOf(events)), /line 4/);
});

test("recordVisual() records the last changes before a page is left", async (given) => {
  const { events } = await recordScript(
    given,
    `add("<p>the last</p>"); await task(); location = "/inside"`,
  );
  assert.match(JSON.stringify(changesOf(events)), /the last/);
});

test("recordVisual() records shadow roots and frames that change while they come", async (given) => {
  const { events, page } = await recordScript(
    given,
    `const frame = document.createElement("iframe");
    frame.src = "/inside";
    stage.append(frame);
    const host = add("<section></section>");
    await task();
    const root = host.attachShadow({ mode: "open" });
    add("<p>first in the shadow</p>", root);
    await task();
    const inner = add("<div></div>", root);
    await task();
    add("<p>deep in the shadow</p>", inner.attachShadow({ mode: "open" }));
    await task();
    inner.before(add("<p>moved out</p>"));
    await task();
    root.firstChild.textContent += ", changed";
    root.append(root.firstChild);
    while (!frame.contentDocument?.querySelector("p")) await task();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { body } = frame.contentDocument;
    for (let i = 0; i < 5; i++) {
      add("<b>" + i + "</b>", body);
      await task();
    }
    body.prepend(body.lastChild);
    await task();
    add("<i>after all</i>", root);`,
  );
  const replay = await startReplay(page.context().browser()!, events);
  const text = `[
    document.querySelector("section").shadowRoot,
    document.querySelector("section").shadowRoot.querySelector("div").shadowRoot,
    document.querySelector("iframe").contentDocument.body,
  ].map(({ textContent }) => textContent.trim()).join(" | ")`;
  const shown = "moved out" + "first in the shadow, changed" + "after all | " +
    "deep in the shadow | 4in the frame0123";
  assert.equal(`${await page.evaluate(text)}`.replaceAll("\n", ""), shown);
  const replayed = await replay.evaluateAt(Infinity, text);
  assert.equal(`${replayed}`.replaceAll("\n", ""), shown);
});

// Tags, texts and one attribute of all that is below an element.
const shape = `(function shapeOf(node) {
  if (node.nodeType === 3) return node.data;
  const { tagName, dataset, childNodes } = node;
  return "<" + tagName + (dataset.a ?? "") + ">" + [...childNodes].map(shapeOf).join("") + "</>";
})(document.querySelector("#stage"))`;

for (const seed of [1, 2, 3]) {
  test(`recordVisual() records changes at random, in many tasks (seed ${seed})`, async (given) => {
    const { events, page } = await recordScript(
      given,
      `let seed = ${seed * 7919};
      const random = (below) => (seed = seed * 48271 % 2147483647) % below;
      for (let i = 0; i < 200; i++) {
        const all = [stage, ...stage.querySelectorAll("*")];
        const one = all[random(all.length)];
        const added = document.createElement("div");
        added.innerHTML = "<p>" + i + "</p>" + i;
        [
          () => one.append(added),
          () => one.prepend(added),
          () => one !== stage && one.remove(),
          () => one.lastChild?.nodeType === 3 && (one.lastChild.data = "changed " + i),
          () => one.dataset.a = i,
          () => one.click(),
        ][random(6)]();
        if (random(4) > 0) await task();
      }`,
    );
    const replay = await startReplay(page.context().browser()!, events);
    assert.equal(await replay.evaluateAt(Infinity, shape), await page.evaluate(shape));
  });
}

const fifty = `for (let i = 0; i < 50; i++) {
  stage.textContent = i;
  await task();
}`;

test("recordVisual() tells rrweb of changes a few times a second", async (given) => {
  const { events } = await recordScript(given, fifty);
  const of = (list: PageEvent[]) => changesOf(list).length;
  const seconds = (events.at(-1)!.timestamp - events[0]!.timestamp) / 1000;
  assert.ok(of(events) <= 25 * seconds + 2, `${of(events)} in ${seconds} s`);
  assert.match(JSON.stringify(changesOf(events)), /"49"/);
});

test("recordVisual() records changes one by one at high quality", async (given) => {
  const { events } = await recordScript(given, fifty, { quality: "high" });
  const texts = JSON.stringify(changesOf(events));
  for (let i = 0; i < 50; i++) assert.ok(texts.includes(`"textContent":"${i}"`), `${i}`);
});

test("recordVisual() leaves a page its own MutationObserver", async ({ context, site }) => {
  const recorder = await recordVisual(context, (await startSession()).run);
  const page = await context.newPage();
  await page.goto(`${site.url}/own`);
  const members = "constructor,disconnect,observe,takeRecords";
  assert.equal(await page.getByRole("heading").textContent(), `true,true,true,${members}`);
  await recorder.stop();
});
