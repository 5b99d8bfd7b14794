import { createClient } from "@supabase/supabase-js";
import { startApp } from "./app.ts";
import { project } from "./auth/project.ts";

const supabase = createClient(project.url, project.key, {
  // The part of the address after "#" belongs to the pages.
  auth: { detectSessionInUrl: false },
});
document.querySelector("#app")?.replaceWith(startApp(supabase, project.isLocal));
