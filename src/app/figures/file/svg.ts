/**
 * A figure of the page as a picture of its own: what the page shows of it, with title and legend, in the colours for paper.
 * Boxes, text and charts become plain SVG. Libraries that do this wrap the page's HTML in a foreignObject, which drawing programs
 * and printers do not know.
 */
import { embeddedPicture, gradientBands } from "./bands.ts";
import { inlinedCopy, svgElement } from "./inline.ts";
import { textLines } from "./text.ts";

export interface Picture {
  readonly svg: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** What is for hands or for ears, not for a picture; and curves that were taken out. */
const LEFT_OUT = '.figure-controls > :not(.soft), .sr-only, .chart-tooltip, input, select, [aria-pressed="false"]';

export function pictureOf(figure: HTMLElement): Picture {
  const restore = prepare(figure);
  try {
    const box = figure.getBoundingClientRect();
    const title = figure.getAttribute("aria-label") ?? "";
    const { width, height } = box;
    const root = svgElement("svg", { width, height, viewBox: `0 0 ${round(width)} ${round(height)}`, role: "img" });
    const name = svgElement("title");
    name.textContent = title;
    const background = getComputedStyle(figure).backgroundColor;
    root.append(name, svgElement("rect", { width, height, fill: background }));
    for (const child of figure.childNodes) draw(child, root, box);
    root.append(...choices(figure, box));
    const svg = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
    return { svg, width, height };
  } finally {
    restore();
  }
}

/** Light colours, and nothing cut off where one would scroll; all within one task, so that nobody sees it. */
function prepare(figure: HTMLElement): () => void {
  const root = document.documentElement;
  const scheme = root.getAttribute("data-mantine-color-scheme");
  const plots = [...figure.querySelectorAll<HTMLElement>(".plot")];
  const styles = plots.map((plot) => plot.getAttribute("style"));
  // Charts are already drawn: their place must not change when the legend grows.
  for (const plot of plots) Object.assign(plot.style, { flex: "none", height: `${plot.offsetHeight}px` });
  figure.setAttribute("data-exporting", "");
  root.setAttribute("data-mantine-color-scheme", "light");
  return () => {
    if (scheme === null) root.removeAttribute("data-mantine-color-scheme");
    else root.setAttribute("data-mantine-color-scheme", scheme);
    figure.removeAttribute("data-exporting");
    plots.forEach((plot, i) => {
      const style = styles[i];
      if (style) plot.setAttribute("style", style);
      else plot.removeAttribute("style");
    });
  };
}

/** What was chosen to be shown, such as a language or a variant, as plain text in the place of its control. */
function choices(figure: HTMLElement, origin: DOMRect): SVGElement[] {
  return [...figure.querySelectorAll<HTMLSelectElement>(".figure-controls select")].map((select) => {
    const { x, y, width, height } = boxOf(select, origin);
    const { color, fontFamily, fontSize } = getComputedStyle(select);
    const middle = y + height / 2 + Number.parseFloat(fontSize) * 0.35;
    const font = { fill: color, "font-family": fontFamily, "font-size": fontSize };
    const text = svgElement("text", { x: x + width, y: middle, "text-anchor": "end", ...font });
    text.textContent = select.selectedOptions[0]?.textContent ?? "";
    return text;
  });
}

function draw(node: Node, parent: SVGElement, origin: DOMRect): void {
  if (node instanceof Text) {
    parent.append(...textLines(node, origin));
    return;
  }
  if (!(node instanceof HTMLElement || node instanceof SVGSVGElement) || node.matches(LEFT_OUT)) return;
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return;
  const box = boxOf(node, origin);
  if (node instanceof SVGSVGElement) {
    const copy = inlinedCopy(node);
    for (const [key, value] of Object.entries(box)) copy.setAttribute(key, String(round(value)));
    copy.setAttribute("overflow", "visible");
    parent.append(copy);
    return;
  }
  const group = style.opacity === "1" ? parent : svgElement("g", { opacity: style.opacity });
  if (group !== parent) parent.append(group);
  group.append(...surface(style, box));
  if (node instanceof HTMLCanvasElement) {
    group.append(svgElement("image", { ...box, href: node.toDataURL(), preserveAspectRatio: "none" }));
  }
  for (const child of node.childNodes) draw(child, group, origin);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(element: Element, origin: DOMRect): Box {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left - origin.left, y: top - origin.top, width, height };
}

/** Background and borders. */
function surface(style: CSSStyleDeclaration, box: Box): SVGElement[] {
  const { x, y, width, height } = box;
  if (width === 0 || height === 0) return [];
  const parts: SVGElement[] = [];
  const rect = (attributes: Box, fill: string) => {
    if (!isClear(fill)) parts.push(svgElement("rect", { ...attributes, fill }));
  };
  rect(box, style.backgroundColor);
  for (const { colour, from, to } of gradientBands(style.backgroundImage)) {
    rect({ x: x + from * width, y, width: (to - from) * width, height }, colour);
  }
  const href = embeddedPicture(style.backgroundImage);
  if (href) {
    const look = { preserveAspectRatio: "none", style: "image-rendering: pixelated" };
    parts.push(svgElement("image", { ...box, ...look, href }));
  }
  const [top, right, bottom, left] = (["Top", "Right", "Bottom", "Left"] as const).map((side) =>
    style[`border${side}Style`] === "solid" ? Number.parseFloat(style[`border${side}Width`]) : 0,
  ) as [number, number, number, number];
  if (top > 0) rect({ x, y, width, height: top }, style.borderTopColor);
  if (bottom > 0) rect({ x, y: y + height - bottom, width, height: bottom }, style.borderBottomColor);
  if (left > 0) rect({ x, y, width: left, height }, style.borderLeftColor);
  if (right > 0) rect({ x: x + width - right, y, width: right, height }, style.borderRightColor);
  return parts;
}

function isClear(colour: string): boolean {
  return colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
