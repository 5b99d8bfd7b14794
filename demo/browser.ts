import { type Browser, chromium } from "playwright-core";
import { chromiumProgram } from "./chromium-program.ts";

/**
 * Starts a headless Chromium that needs nothing installed on the machine.
 *
 * @throws Error when it cannot be unpacked or does not start; the message tells why.
 */
export async function startBrowser(): Promise<Browser> {
  const { path, env } = await chromiumProgram();
  return await chromium.launch({
    executablePath: path,
    env: { ...Deno.env.toObject(), ...env },
    // Who starts the browser ends it, in an order that lets runs in progress be reported first.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
