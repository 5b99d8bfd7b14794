import assert from "node:assert/strict";
import type { BrowserContext } from "playwright-core";
import { recordVisual, type RecordVisualOptions } from "./mod.ts";
import { browserTests } from "./test-browser.ts";
import { startSession } from "./test-session.ts";

const test = browserTests({
  "/form": `
    <input id="plain" type="text">
    <input id="password" type="password">
    <input id="card" type="text" autocomplete="cc-number">
    <input id="code" type="text" autocomplete="one-time-code">
    <input id="hidden" type="hidden" value="value-of-hidden">
    <input id="emptied" type="password" value="value-in-source">
    <div data-runtrail-mask><input id="inside" type="text"><p>text inside</p></div>
    <div class="own"><input id="own" type="text"></div>
    <select id="list" data-runtrail-mask><option>chosen-a<option>chosen-b</select>
    <textarea id="area"></textarea>
    <p id="editable" contenteditable></p>
    <p class="blocked">blocked text</p>
    <button>A button</button>
    <script>document.querySelector("#emptied").value = ""</script>`,
});

const fields = ["plain", "password", "card", "code", "inside", "own", "area"];

/** Records the form being filled in. @returns everything that was sent, as text. */
async function recordForm(
  context: BrowserContext,
  url: string,
  options: RecordVisualOptions,
  andThen: string,
): Promise<string> {
  const session = await startSession();
  const recorder = await recordVisual(context, session.run, options);
  const page = await context.newPage();
  await page.goto(`${url}/form`);
  for (const id of fields) await page.locator(`#${id}`).fill(`typed-in-${id}`);
  await page.locator("#editable").pressSequentially("typed-in-editable");
  await page.selectOption("#list", "chosen-b");
  await page.evaluate(andThen);
  recorder.snapshot();
  await page.waitForTimeout(100);
  const { events } = await recorder.stop();
  await session.assertStored();
  assert.ok(events > 10);
  return JSON.stringify(session.batches);
}

function assertHidden(sent: string, texts: string[]) {
  assert.deepEqual(texts.filter((text) => sent.includes(text)), []);
}

const always = [
  ...["password", "card", "code", "inside"].map((id) => `typed-in-${id}`),
  ...["value-of-hidden", "value-in-source", "text inside", "chosen-a", "chosen-b"],
];

for (const quality of ["low", "standard"] as const) {
  test(`recordVisual() masks every input at ${quality} quality`, async ({ context, site }) => {
    const sent = await recordForm(context, site.url, { quality }, "");
    assertHidden(sent, [
      ...always,
      "typed-in-plain",
      "typed-in-own",
      "typed-in-area",
      "typed-in-editable",
    ]);
    assert.ok(sent.includes("A button") && sent.includes("blocked text"));
  });
}

test("recordVisual() shows inputs at high quality, and masks what must never be seen", async ({ context, site }) => {
  const sent = await recordForm(context, site.url, { quality: "high" }, "");
  assertHidden(sent, always);
  for (const id of ["plain", "own", "area", "editable"]) assert.ok(sent.includes(`typed-in-${id}`));
});

test("recordVisual() masks and blocks what the caller selects", async ({ context, site }) => {
  const options = { quality: "high", mask: ".own", block: ".blocked" } as const;
  const sent = await recordForm(context, site.url, options, "");
  assertHidden(sent, [...always, "typed-in-own", "blocked text"]);
  assert.ok(sent.includes("typed-in-plain"));
});

test("recordVisual() records nothing with a selector that is none, and tells", async ({ context, site }) => {
  for (const options of [{ mask: "..own" }, { block: "::what" }]) {
    const errors: unknown[] = [];
    const session = await startSession();
    const recorder = await recordVisual(context, session.run, {
      ...options,
      onError: (error) => errors.push(error),
    });
    const page = await context.newPage();
    await page.goto(`${site.url}/form`);
    await page.waitForTimeout(100);
    await recorder.stop();
    await session.assertStored();
    assert.match(`${errors[0]}`, /is not recorded: .*not a valid selector/);
    assert.equal(session.events().length, 0);
  }
});

// Each shows the password in another way, typed or not, at once or later.
const showPassword = {
  "by its type": `document.querySelector("#password").type = "text"`,
  "and is typed in at that moment": `{
    const field = document.querySelector("#password");
    field.type = "text";
    field.value += "-and-more";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }`,
  "by its attribute, and then changes": `new Promise((resolve) => {
    const field = document.querySelector("#password");
    field.setAttribute("type", "text");
    setTimeout(() => {
      field.value += "-and-more";
      field.setAttribute("value", field.value);
      setTimeout(resolve, 50);
    }, 50);
  })`,
};

for (const [how, script] of Object.entries(showPassword)) {
  test(`recordVisual() masks a password that is shown ${how}`, async ({ context, site }) => {
    const sent = await recordForm(context, site.url, { quality: "high" }, script);
    assertHidden(sent, ["typed-in-password", "and-more"]);
    assert.ok(sent.includes("typed-in-plain"));
  });
}

test("recordVisual() masks a password that is shown in a shadow root", async ({ context, site }) => {
  for (const quality of ["standard", "high"] as const) {
    const script = `(async () => {
      const task = () => new Promise((resolve) => setTimeout(resolve, 1));
      const host = document.body.appendChild(document.createElement("div"));
      const root = host.attachShadow({ mode: "open" });
      root.innerHTML = "<input type=password>";
      const field = root.firstChild;
      const type = (text) => {
        field.value += text;
        field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      };
      await task();
      type("typed-in-shadow");
      await task();
      // At standard quality a button's text is no input's.
      field.type = "${quality === "high" ? "text" : "button"}";
      await task();
      type("-and-more");
      field.setAttribute("value", field.value);
      await task();
    })()`;
    const sent = await recordForm(context, site.url, { quality }, script);
    assertHidden(sent, ["typed-in-shadow", "and-more"]);
  }
});

test("recordVisual() removes what the run redacts from events", async ({ context, site }) => {
  const session = await startSession();
  const redact = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll("typed-in-plain", "[redacted]"));
  const recorder = await recordVisual(context, { ...session.run, redact }, { quality: "high" });
  const page = await context.newPage();
  await page.goto(`${site.url}/form?q=typed-in-plain`);
  await page.locator("#plain").fill("typed-in-plain");
  await recorder.stop();
  await session.assertStored();
  const sent = JSON.stringify(session.batches);
  assert.ok(sent.includes("/form?q=[redacted]") && sent.includes(`"text":"[redacted]"`));
  assertHidden(sent, ["typed-in-plain"]);
});
