import { type Contradiction, contradictionsOf, inWords, type PaperTable } from "../../paper/index.ts";

/** Points: averages that are off by less are listed on demand. */
const WORTH_SAYING = 0.1;

/** Where the paper disagrees with itself about a table. */
export function Contradictions({ table }: { table: PaperTable }) {
  const all = contradictionsOf(table);
  const large = all.filter((entry) => !isSmall(entry));
  const small = all.filter(isSmall);
  return (
    <section className="contradictions" aria-label="Where the paper disagrees with itself">
      {large.length > 0 ? (
        <>
          <h3>Here the paper disagrees with itself</h3>
          <List entries={large} />
        </>
      ) : (
        <p className="soft">The paper agrees with itself about this table, but for rounding.</p>
      )}
      {small.length > 0 ? (
        <details>
          <summary>
            {small.length} more by less than {WORTH_SAYING} points
          </summary>
          <List entries={small} />
        </details>
      ) : null}
    </section>
  );
}

function List({ entries }: { entries: readonly Contradiction[] }) {
  return (
    <ul>
      {entries.map((entry) => {
        const words = inWords(entry);
        return <li key={words}>{words}</li>;
      })}
    </ul>
  );
}

function isSmall(entry: Contradiction): boolean {
  return entry.kind === "average" && Math.abs(entry.printed - entry.recomputed) < WORTH_SAYING;
}
