/** How a share is shaded: from the page's ground to a strong blue, with ink that can be read on it (WCAG 2, 4.5 to 1). Pure. */
type Rgb = readonly [number, number, number];

/** Where nothing is, and where everything is; of light and of dark pages. */
const RAMPS = {
  light: [
    [255, 255, 255],
    [8, 48, 107],
  ],
  dark: [
    [29, 32, 36],
    [132, 182, 222],
  ],
} as const satisfies Readonly<Record<string, readonly [Rgb, Rgb]>>;
export type Scheme = keyof typeof RAMPS;

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

export interface Shade {
  readonly ground: Rgb;
  readonly ink: Rgb;
}

/** Small shares are shaded more than in proportion: they are what one looks for. */
const GAMMA = 0.7;

/** @param share 0 to 1 */
export function shadeOf(share: number, scheme: Scheme): Shade {
  const [empty, full] = RAMPS[scheme];
  const strength = Math.min(1, Math.max(0, share)) ** GAMMA;
  const mixed = empty.map((from, i) => Math.round(from + (full[i]! - from) * strength));
  const ground = mixed as unknown as Rgb;
  return { ground, ink: contrast(ground, BLACK) >= contrast(ground, WHITE) ? BLACK : WHITE };
}

export function css(colour: Rgb): string {
  return `rgb(${colour.join(", ")})`;
}

/** Of WCAG 2. */
export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
