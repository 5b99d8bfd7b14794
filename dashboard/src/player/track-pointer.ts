/** Follows a pointer over a bar; places are shares of its width, 0 to 1. */
export function trackPointer(
  bar: HTMLElement,
  on: { onPoint(place: number | null): void; onChoose(place: number): void },
): void {
  let isDragging = false;
  const place = (event: PointerEvent) => {
    const { left, width } = bar.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - left) / Math.max(width, 1), 0), 1);
  };
  bar.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    isDragging = true;
    bar.setPointerCapture(event.pointerId);
    on.onChoose(place(event));
  });
  bar.addEventListener("pointermove", (event) => {
    on.onPoint(place(event));
    if (isDragging) on.onChoose(place(event));
  });
  bar.addEventListener("pointerup", () => isDragging = false);
  bar.addEventListener("pointercancel", () => isDragging = false);
  bar.addEventListener("pointerleave", () => on.onPoint(null));
}
