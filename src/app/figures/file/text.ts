import { svgElement } from "./inline.ts";

interface Line {
  text: string;
  readonly left: number;
  right: number;
  readonly top: number;
  readonly height: number;
}

let measuring: CanvasRenderingContext2D | null = null;

/** The lines of a text node as the page has broken them; one `<text>` each, at its baseline. */
export function textLines(node: Text, origin: DOMRect): SVGElement[] {
  const element = node.parentElement;
  if (!element) return [];
  const style = getComputedStyle(element);
  measuring ??= document.createElement("canvas").getContext("2d");
  if (measuring) measuring.font = style.font;
  return linesOf(node).map((line) => {
    const { fontBoundingBoxAscent: above = line.height * 0.8, fontBoundingBoxDescent: below = line.height * 0.2 } =
      measuring?.measureText(line.text) ?? {};
    const text = svgElement("text", {
      x: line.left - origin.left,
      y: line.top - origin.top + (line.height - above - below) / 2 + above,
      fill: style.color,
      "font-family": style.fontFamily,
      "font-size": style.fontSize,
      "font-weight": style.fontWeight,
      // Where another font stands in, the words still keep their place.
      textLength: line.right - line.left,
    });
    text.textContent = line.text;
    const halo = /^(?:rgba?|color)\([^)]*\)/.exec(style.textShadow)?.[0];
    if (halo) {
      for (const [key, value] of Object.entries({ stroke: halo, "stroke-width": "2.5", "paint-order": "stroke" })) {
        text.setAttribute(key, value);
      }
    }
    return text;
  });
}

function linesOf(node: Text): Line[] {
  const lines: Line[] = [];
  const range = document.createRange();
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const { left, right, top, height, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    const plain = word.replace(/[^\P{C}\p{Cf}]/gu, "");
    const last = lines.at(-1);
    if (last && Math.abs(last.top - top) < 1) {
      last.text += ` ${plain}`;
      last.right = right;
    } else lines.push({ text: plain, left, right, top, height });
  }
  return lines;
}
