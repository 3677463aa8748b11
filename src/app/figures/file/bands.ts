/** A stretch of one colour in a horizontal gradient, in shares of its width. */
export interface Band {
  readonly colour: string;
  readonly from: number;
  readonly to: number;
}

/** The bands of a computed `linear-gradient(to right, ...)` whose colours do not blend, as Figure 1 has them. */
export function gradientBands(image: string): Band[] {
  if (!image.startsWith("linear-gradient(to right,")) return [];
  const stops: { colour: string; at: number }[] = [];
  for (const [, colour = "", places = ""] of image.matchAll(/((?:rgba?|color|oklab)\([^)]*\))((?:\s+[\d.]+%)*)/g)) {
    for (const [, at] of places.matchAll(/([\d.]+)%/g)) stops.push({ colour, at: Number(at) / 100 });
  }
  const bands: Band[] = [];
  stops.forEach(({ colour, at }, i) => {
    const next = stops[i + 1];
    if (next?.colour === colour && next.at > at) bands.push({ colour, from: at, to: next.at });
  });
  return bands;
}

/** The data of `url("data:image/png;...")`, if the image has such a picture. */
export function embeddedPicture(image: string): string | undefined {
  return /url\("(data:image\/png;base64,[A-Za-z0-9+/=]*)"\)/.exec(image)?.[1];
}
