/** Canvases laid one over the other, as large as the first. */
export function laid(canvases: readonly HTMLCanvasElement[]): HTMLCanvasElement {
  const image = document.createElement("canvas");
  image.width = canvases[0]?.width ?? 0;
  image.height = canvases[0]?.height ?? 0;
  const pen = image.getContext("2d") as CanvasRenderingContext2D;
  for (const canvas of canvases) pen.drawImage(canvas, 0, 0, image.width, image.height);
  return image;
}
