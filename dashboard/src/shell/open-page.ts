/** A page, and what ends what goes on in it. */
export interface OpenPage {
  readonly root: HTMLElement;
  close(): void;
}
