import { npxArgs } from "./supabase-cli.ts";

/** `deno task supabase ...`: the Supabase CLI in the version that this repository is tested with. */
const { code } = await new Deno.Command("npx", { args: [...npxArgs, ...Deno.args] }).spawn().status;
Deno.exit(code);
