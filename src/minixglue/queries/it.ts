import { italian } from "../languages/it.ts";
import type { Queries } from "../queries.ts";
import { PLAIN } from "./plain.ts";

/** Where c and g keep their sound in both plurals, or the i of the ending is one with that before it. */
const IRREGULAR: Readonly<Record<string, readonly [masculine: string, feminine: string]>> = {
  vecchio: ["vecchi", "vecchie"],
  sporco: ["sporchi", "sporche"],
  economico: ["economici", "economiche"],
  lungo: ["lunghi", "lunghe"],
};

function plural(masculine: string, isFeminine: boolean): string {
  const irregular = IRREGULAR[masculine];
  if (irregular) return irregular[isFeminine ? 1 : 0];
  return isFeminine && masculine.endsWith("o") ? masculine.replace(/o$/, "e") : masculine.replace(/[oe]$/, "i");
}

export const italianQueries: Queries = {
  ...PLAIN,
  described: (adjective, noun) => {
    const [gender, kind] = italian.definite(noun).agreement.split(":");
    // Clothes are short in space, not in time.
    const form = adjective === "short" && kind === "garment" ? "corto" : italian.adjective(adjective);
    return `${italian.plural(noun)} ${plural(form, gender === "f")}`;
  },
};
