import { element } from "./element.ts";

/** What a notice says. */
export interface NoticeText {
  title: string;
  text: string;
  /** Particulars in small print, for whoever has to find the cause. */
  detail?: string;
  action?: { label: string; take(): void };
  /** Whether it is something that went wrong. */
  isError?: boolean;
}

/** Takes the place of what cannot be shown, and says why. */
export function notice({ title, text, detail, action, isError }: NoticeText): HTMLElement {
  return element(
    "div",
    { class: isError ? "notice notice-error" : "notice", role: isError ? "alert" : "status" },
    element("h2", {}, title),
    element("p", {}, text),
    detail && element("p", { class: "notice-detail" }, detail),
    action &&
      element("button", { type: "button", class: "button", click: action.take }, action.label),
  );
}
