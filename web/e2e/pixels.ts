/** Pictures of a part of the page, and in how many pixels two of them differ. */

import type { Page } from "playwright-core";

interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How much a pixel differs that counts, in its three colours together, of 765. */
const SEEN = 24;

/** A part of the page as PNG, in base 64, once what was changed has had its frames. */
export async function pictureOf(page: Page, clip: Part): Promise<string> {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  return (await page.screenshot({ clip })).toString("base64");
}

/** The number of pixels in which two pictures of one size differ; the page reads them. */
export function changed(page: Page, before: string, after: string): Promise<number> {
  return page.evaluate(
    async ([pictures, seen]) => {
      const [one, other] = await Promise.all(
        pictures.map(async (picture) => {
          const image = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))]));
          const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
          pen?.drawImage(image, 0, 0);
          return pen?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
        }),
      );
      const by = (at: number) => Math.abs((one?.[at] ?? 0) - (other?.[at] ?? 0));
      let number = 0;
      for (let at = 0; at < (one?.length ?? 0); at += 4) if (by(at) + by(at + 1) + by(at + 2) > seen) number++;
      return number;
    },
    [[before, after], SEEN] as const,
  );
}
