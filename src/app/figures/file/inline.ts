const SVG = "http://www.w3.org/2000/svg";

/** Properties that children take over from their parents. */
const INHERITED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;

export function svgElement(name: string, attributes: Readonly<Record<string, string | number>> = {}): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === "number" ? String(Number(value.toFixed(2))) : value);
  }
  return element;
}

/** A copy that looks the same without the page's style sheets: what they say becomes attributes, and only where it counts. */
export function inlinedCopy(source: SVGSVGElement): SVGElement {
  const copy = source.cloneNode(true) as SVGElement;
  inline(source, copy, undefined);
  return copy;
}

function inline(source: Element, copy: Element, parent: CSSStyleDeclaration | undefined): void {
  const style = getComputedStyle(source);
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name);
    if (value === parent?.getPropertyValue(name)) copy.removeAttribute(name);
    else copy.setAttribute(name, value);
  }
  if (style.opacity === "1") copy.removeAttribute("opacity");
  else copy.setAttribute("opacity", style.opacity);
  for (const { name } of [...copy.attributes]) {
    if (/^(class|style|tabindex|role|aria-|data-|focusable)/.test(name)) copy.removeAttribute(name);
  }
  const copies = [...copy.children];
  [...source.children].forEach((child, i) => {
    const twin = copies[i]!;
    if (getComputedStyle(child).display === "none") twin.remove();
    else inline(child, twin, style);
  });
}
