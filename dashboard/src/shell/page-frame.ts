import { element } from "./element.ts";

/** What every page of the dashboard is in. */
export interface PageFrame {
  readonly root: HTMLElement;
  /** Shows a page; null for nobody leaves out what needs someone signed in. */
  show(title: string, page: HTMLElement, account: string | null): void;
}

/** Makes the frame: the name, who is signed in, and a place for the page. */
export function createPageFrame(signOut: () => void): PageFrame {
  const main = element("main", { id: "main", tabindex: -1 });
  const name = element("span", {
    class: "account-name",
  });
  const account = element(
    "div",
    { class: "account" },
    name,
    element("button", { type: "button", class: "button-quiet", click: signOut }, "Sign out"),
  );
  const root = element(
    "div",
    { class: "frame" },
    element("a", { class: "skip", href: "#main", click: toMain }, "Skip to content"),
    element(
      "header",
      { class: "top" },
      element("a", { class: "wordmark", href: "#" }, "Runtrail"),
      account,
    ),
    main,
  );

  // "#main" would be an address of the dashboard.
  function toMain(event: Event): void {
    event.preventDefault();
    main.focus();
  }

  return {
    root,
    show(title, page, email) {
      document.title = `${title} · Runtrail`;
      main.replaceChildren(page);
      name.textContent = email ?? "";
      account.hidden = email === null;
    },
  };
}
