import assert from "node:assert/strict";
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createRuntrailClient, type RuntrailClient } from "../../client/mod.ts";
import { startBrowser } from "../../demo/browser.ts";
import { signUp } from "../../demo/sign-up.ts";
import type { RecordedEvent } from "./record-events.ts";

/** A user with a workflow, and a browser to watch its runs with. */
export interface PlayerScene {
  readonly apiUrl: string;
  readonly supabase: SupabaseClient;
  readonly runtrail: RuntrailClient;
  readonly browser: Browser;
  /** Starts a run that streams. */
  startRun(): Promise<StreamingRun>;
  /** A run that has ended, with these batches of each tab; null: one that was lost. */
  recordedRun(tabs: Record<string, (RecordedEvent[] | null)[]>): Promise<StreamingRun>;
  /** Opens an address of the dashboard in a window of its own, and signs in there. */
  open(hash: string, options?: OpenOptions): Promise<Page>;
  close(): Promise<void>;
}

/** A run that streams. */
export interface StreamingRun {
  readonly execution_id: string;
  readonly session_id: string;
  readonly viewer_url: string;
}

/** How a test looks at the dashboard. */
export interface OpenOptions {
  /** Where the dashboard is; that of the stack unless it is told. */
  page?: string;
  /** Prepares the window before it loads anything. */
  prepare?(context: BrowserContext): Promise<unknown>;
}

/** Makes the scene on the stack that the environment names. */
export async function playerScene(): Promise<PlayerScene> {
  const [apiUrl, key] = [Deno.env.get("API_URL"), Deno.env.get("PUBLISHABLE_KEY")];
  assert.ok(apiUrl && key, 'Run it by "deno task test:browser": it needs a Supabase.');
  const { supabase, email, password } = await signUp(apiUrl, key);
  const runtrail = createRuntrailClient(supabase);
  const { data: workflow } = await supabase.from("workflows").insert({ name: "Order supplies" })
    .select("workflow_id").single().throwOnError();
  const browser = await startBrowser();

  async function open(hash: string, { page: at, prepare }: OpenOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await prepare?.(context);
    const page = await context.newPage();
    await page.goto(`${at ?? `${apiUrl}/dashboard/`}${hash}`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    return page;
  }

  async function startRun(): Promise<StreamingRun> {
    const { execution_id, session_id, viewer_url } = await runtrail.createExecution({
      workflow_id: workflow.workflow_id,
      ...{ visual_enabled: true, visual_streaming_enabled: true },
    });
    assert.ok(session_id && viewer_url);
    return { execution_id, session_id, viewer_url };
  }

  return {
    ...{ apiUrl, supabase, runtrail, browser, open, startRun },
    async recordedRun(tabs) {
      const run = await startRun();
      const { execution_id, session_id } = run;
      for (const [tab, batches] of Object.entries(tabs)) {
        for (const [sequence, events] of batches.entries()) {
          if (events) await runtrail.recordVisualEvents({ session_id, tab, sequence, events });
        }
      }
      await runtrail.updateExecution({ execution_id, status: "completed" });
      return run;
    },
    async close() {
      await browser.close();
      await supabase.removeAllChannels();
    },
  };
}
