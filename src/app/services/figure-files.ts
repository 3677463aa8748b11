/** Figures as files. */
import { type Picture, pictureOf } from "../figures/file/svg.ts";
import { downloadBlob, downloadText } from "./files.ts";

/** Pixels of a PNG for each pixel of the page: sharp in print and on dense screens. */
const PNG_SCALE = 2;

export type PictureKind = "svg" | "png";

/** @param name without ending */
export async function saveFigure(figure: HTMLElement, name: string, kind: PictureKind): Promise<void> {
  const picture = pictureOf(figure);
  if (kind === "svg") downloadText(`${name}.svg`, picture.svg, "image/svg+xml");
  else downloadBlob(`${name}.png`, await pngOf(picture));
}

async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * PNG_SCALE);
    canvas.height = Math.round(height * PNG_SCALE);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, "image/png");
    });
    if (!blob) throw new Error("This browser could not draw the figure as PNG. Save it as SVG instead.");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
