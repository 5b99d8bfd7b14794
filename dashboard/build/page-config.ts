import { fileURLToPath } from "node:url";
import type { InlineConfig, Plugin } from "vite";
import { contentSecurityPolicy } from "../content-security-policy.ts";

/** The project that a built page talks to. */
export interface PageProject {
  /** The project's URL; null when the page will be served by the API itself. */
  apiUrl: string | null;
  publishableKey: string;
}

/** How Vite builds the page into a folder; its files work below any path. */
export function pageConfig({ apiUrl, publishableKey }: PageProject, outDir: string): InlineConfig {
  return {
    configFile: false,
    envDir: false,
    root: fileURLToPath(new URL("..", import.meta.url)),
    base: "./",
    logLevel: "warn",
    define: {
      __API_URL__: JSON.stringify(apiUrl),
      __PUBLISHABLE_KEY__: JSON.stringify(publishableKey),
    },
    plugins: [policyInPage(apiUrl === null ? null : new URL(apiUrl).origin)],
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      // The player with rrweb is loaded when a recording is opened.
      chunkSizeWarningLimit: 1000,
    },
  };
}

/** A host that sets no headers still serves a page that keeps to the policy. */
function policyInPage(apiOrigin: string | null): Plugin {
  return {
    name: "content-security-policy",
    transformIndexHtml: () => [{
      tag: "meta",
      injectTo: "head-prepend",
      attrs: {
        "http-equiv": "Content-Security-Policy",
        content: contentSecurityPolicy(apiOrigin),
      },
    }],
  };
}
