import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { createRuntrailClient, track, type TrackedRun } from "../../../client/mod.ts";
import { recordVisual } from "../../../client/playwright/mod.ts";
import type { ProjectAddress } from "../../../client/mod.ts";
import type { PlantedValue } from "./planted-value.ts";

/** What these runs left behind beside what the API has. */
export interface RunsLeft {
  /** The session of the run that was recorded. */
  session_id: string;
  execution_id: string;
  /** What was spilled, of this run and of one that found no API. */
  files: string;
  /** What the tracking and the recorder complained of. */
  problems: unknown[];
}

interface Runs {
  address: ProjectAddress;
  workflow_id: string;
  browser: Browser;
  siteUrl: string;
  /** A directory. */
  spill: string;
  secret: PlantedValue;
  marker: PlantedValue;
  /** Called when the recorded run has begun. */
  began(ids: { execution_id: string; session_id: string }): Promise<void>;
}

/**
 * Tracks three runs that show both values wherever they can: one is recorded and fails, one returns
 * them, one finds no API. Only `secret` is one.
 */
export async function runWithSecrets(runs: Runs): Promise<RunsLeft> {
  const { address, workflow_id, siteUrl, spill, secret, marker } = runs;
  const client = createRuntrailClient(address);
  const planted = [secret, marker];
  const problems: unknown[] = [];
  const byValue = Object.fromEntries(planted.map(({ value, forms }) => [value, forms]));
  const options = {
    ...{ workflow_id, spill, secrets: [secret.value], secret_inputs: ["password"] },
    inputs: { ...byValue, password: secret.value, url: `${siteUrl}/?q=${secret.forms.form}` },
    ...{ metadata: byValue, tags: planted.map(({ value }) => value) },
    onTrackingError: (problem: unknown) => void problems.push(problem),
  };
  const left = { execution_id: "", session_id: "", files: "", problems };
  const visual = { visual_streaming_enabled: true, visual_quality: "high" } as const;
  const recorded = track(client, { ...options, ...visual }, async (run) => {
    Object.assign(left, { execution_id: run.execution_id, session_id: run.session_id });
    await runs.began(left);
    await visitPages(runs, run, problems);
    for (const one of planted) await tell(run, one).catch(() => {});
    left.files += readAll(spill);
    throw new Error(`failed: ${secret.value} ${marker.value}`, {
      cause: new Error(`${secret.forms.base64After2} ${marker.forms.base64After2}`),
    });
  });
  await assert.rejects(recorded, /^Error: failed: /);
  await track(client, options, () => byValue);
  const offline = createRuntrailClient({ url: "http://127.0.0.1:1", key: "k" });
  await track(offline, { ...options, createSeconds: 0.1, flushSeconds: 0.1 }, async (run) => {
    for (const one of planted) await tell(run, one).catch(() => {});
    return byValue;
  });
  left.files += readAll(spill);
  return left;
}

/** Shows and types both values, one after the other, while the browser is recorded. */
async function visitPages(
  { browser, siteUrl, secret, marker }: Runs,
  run: TrackedRun,
  problems: unknown[],
): Promise<void> {
  const context = await browser.newContext();
  const onError = (error: unknown) => void problems.push(error);
  const recorder = await recordVisual(context, run, { quality: "high", onError });
  const page = await context.newPage();
  for (const { value, forms: { url, form, base64url, base64 = "" } } of [secret, marker]) {
    const query = `q=${form}&b=${encodeURIComponent(base64)}`;
    await page.goto(`${siteUrl}/${url}/${base64url}?${query}#${url}`);
    await page.locator("body[data-done]").waitFor();
    for (const id of ["plain", "password", "area"]) await page.locator(`#${id}`).fill(value);
    for (const id of ["typed", "editable"]) {
      await page.locator(`#${id}`).pressSequentially(value);
    }
    recorder.snapshot();
  }
  await recorder.stop();
}

/** Reports the value in every way there is, and fails with it. */
async function tell(run: TrackedRun, { value, forms }: PlantedValue): Promise<never> {
  run.log(`log ${value}`, { data: { ...forms, nested: [{ [value]: value }] } });
  for (const text of Object.values(forms)) run.log(text);
  return await run.step(`step ${value}`, (step) => {
    step.log(value);
    const cause = new Error(`cause ${forms.base64After1}`, { cause: `why ${forms.url}` });
    throw Object.assign(new Error(`failed at ${value}`, { cause }), { name: `Error of ${value}` });
  });
}

function readAll(folder: string): string {
  return Array.from(Deno.readDirSync(folder), ({ name }) => {
    return Deno.readTextFileSync(`${folder}/${name}`);
  }).join("\n");
}
