import type { SupabaseClient } from "@supabase/supabase-js";
import { createRuntrailClient } from "../../client/mod.ts";
import { signInPage } from "./auth/sign-in-page.ts";
import { sessionListPage } from "./sessions/session-list-page.ts";
import { apiSource } from "./recording/api-source.ts";
import { element } from "./shell/element.ts";
import type { OpenPage } from "./shell/open-page.ts";
import { createPageFrame } from "./shell/page-frame.ts";
import { readRoute } from "./shell/route.ts";

/** The dashboard: the page that the address names, for whoever is signed in. */
export function startApp(supabase: SupabaseClient, isLocal: boolean): HTMLElement {
  const runtrail = createRuntrailClient(supabase);
  const frame = createPageFrame(() => void supabase.auth.signOut({ scope: "local" }));
  let account: string | null = null;
  let page: OpenPage | null = null;
  let isKnown = false;

  function show(): void {
    page?.close();
    page = null;
    if (account === null) return frame.show("Sign in", signInPage(supabase, isLocal), null);
    const route = readRoute(location.hash);
    if (route.page === "sessions") {
      const list = sessionListPage(runtrail, workflows(), route.filter);
      return frame.show("Sessions", list, account);
    }
    const { sessionId, seconds } = route;
    const root = element("section", {}, element("p", { class: "loading" }, "Loading…"));
    frame.show("Session", root, account);
    void openSession(sessionId, seconds, root);
  }

  // rrweb is half of the program, and the list does without it.
  async function openSession(id: string, seconds: number | null, place: HTMLElement) {
    const { sessionPage } = await import("./player/session-page.ts");
    if (!place.isConnected) return;
    const source = apiSource(runtrail, id);
    page = sessionPage({ runtrail, supabase, source, seconds });
    place.replaceWith(page.root);
  }

  async function workflows() {
    const { data } = await supabase.from("workflows").select("workflow_id, name").order("name")
      .limit(200).throwOnError();
    return data;
  }

  supabase.auth.onAuthStateChange((_, session) => {
    const name = session && (session.user.email ?? "anonymous");
    // A token that was renewed changes nothing on the page.
    if (isKnown && name === account) return;
    [isKnown, account] = [true, name];
    show();
  });
  addEventListener("hashchange", show);
  return frame.root;
}
