import type { SupabaseClient } from "@supabase/supabase-js";
import { element } from "../shell/element.ts";

/** Asks for an account's e-mail and password; who is signed in is then told by Supabase itself. */
export function signInPage({ auth }: SupabaseClient, isLocal: boolean): HTMLElement {
  const email = element("input", {
    ...{ id: "email", name: "email", type: "email", autocomplete: "username", required: true },
  });
  const password = element("input", {
    ...{ id: "password", name: "password", type: "password", autocomplete: "current-password" },
    ...{ required: true, minlength: 6 },
  });
  const problem = element("p", { class: "problem", role: "alert", hidden: true });
  const submit = element("button", { type: "submit", class: "button button-main" }, "Sign in");

  async function attempt(how: "signInWithPassword" | "signUp"): Promise<void> {
    problem.hidden = true;
    form.toggleAttribute("aria-busy", true);
    submit.disabled = true;
    const { error } = await auth[how]({ email: email.value, password: password.value });
    submit.disabled = false;
    form.removeAttribute("aria-busy");
    if (!error) return;
    problem.textContent = error.message;
    problem.hidden = false;
    password.select();
  }

  const form = element(
    "form",
    {
      class: "sign-in",
      submit: (event) => {
        event.preventDefault();
        void attempt("signInWithPassword");
      },
    },
    element("h1", {}, "Sign in"),
    element("label", { for: "email" }, "E-mail"),
    email,
    element("label", { for: "password" }, "Password"),
    password,
    problem,
    submit,
    isLocal && localHint(() => form.reportValidity() && void attempt("signUp")),
  );
  queueMicrotask(() => email.focus());
  return form;
}

function localHint(signUp: () => void): HTMLElement {
  return element(
    "p",
    { class: "hint" },
    "This is a local stack: ",
    element(
      "button",
      { type: "button", class: "link", click: signUp },
      "make an account",
    ),
    " of any address and password, or use the one that the demo prints.",
  );
}
