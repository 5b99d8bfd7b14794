/** Does what curl does with the options that the README uses, where no curl is installed. */
import { parseCurl } from "./parse-curl.ts";

const { url, method, headers, body } = parseCurl(["curl", ...Deno.args]);
const response = await fetch(url, { method, headers, body });
console.log(await response.text());
