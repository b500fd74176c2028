/** What is measured inside the page: seeks by its time bar, and frames of its replay. */

/** Of each of some seeks all over the time bar: ms until the page's own work is done, and until its frame is out. */
export async function seeksOf(seeks: number): Promise<{ script: number; shown: number }[]> {
  const slider = document.querySelector("[data-testid=slider]") as HTMLElement;
  const box = slider.getBoundingClientRect();
  const taken: { script: number; shown: number }[] = [];
  for (let i = 0; i < seeks; i++) {
    await new Promise(requestAnimationFrame);
    const from = performance.now();
    const clientX = box.left + box.width * (((i * 7) % seeks) / seeks);
    slider.dispatchEvent(new PointerEvent("pointermove", { clientX, buttons: 1, bubbles: true }));
    await new Promise<void>(queueMicrotask);
    const script = performance.now() - from;
    // The frame after the next begins when the next is drawn and handed on.
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    taken.push({ script, shown: performance.now() - from });
  }
  return taken;
}

/** Ms between frames of the browser. */
export async function framesOf(frames: number): Promise<number[]> {
  const taken: number[] = [];
  let last = await new Promise<number>(requestAnimationFrame);
  for (let i = 0; i < frames; i++) {
    const now = await new Promise<number>(requestAnimationFrame);
    taken.push(now - last);
    last = now;
  }
  return taken;
}
