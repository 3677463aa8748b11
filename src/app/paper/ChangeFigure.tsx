import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { type PaperTable, paperChanges, variantsOf } from "../../paper/index.ts";
import { Figure } from "../figures/Figure.tsx";
import { Help } from "../panels/Help.tsx";
import { FEWEST_SEEDS, type OwnTasks, ownChanges } from "../store/own.ts";
import { ChangeBars } from "./ChangeBars.tsx";
import { COMPARED, canRun, count, variantLabel } from "./names.ts";

/** Figure 4: what a variant changes in each language. */
export function ChangeFigure({ table, own }: { table: PaperTable; own: OwnTasks }) {
  const [chosen, choose] = useState<string>("graddrop-epoch");
  const paper = paperChanges(table, chosen);
  const mine = ownChanges(own, table, chosen);
  const isRun = table.columns.some((column) => canRun(table, column));
  const what = table.task === null ? "task" : "language";
  const few = mine.seeds < FEWEST_SEEDS ? ", too few to believe" : "";
  const seeds = mine.seeds > 0 ? `, ${count(mine.seeds, "seed")}${few}` : "";
  const label = variantLabel(chosen);
  const inPaper = new Set<string>(variantsOf(table));
  return (
    <Figure
      title={`Change by ${what} against SFT`}
      paper="Fig. 4"
      className="changes"
      controls={
        <>
          <Help about="change against SFT">
            For each {what}, the variant's score less that of standard fine-tuning: in points, and as a share of SFT's
            score, which makes more of a gain where SFT scored little. The paper draws this for XNLI.
          </Help>
          <NativeSelect
            size="xs"
            aria-label="Variant compared with SFT"
            value={chosen}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {COMPARED.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
                {inPaper.has(id) ? "" : " (not in this table)"}
              </option>
            ))}
          </NativeSelect>
        </>
      }
      caption={
        <>
          <span className="change-key" data-bar="difference" /> difference in points{" "}
          <span className="change-key" data-bar="fraction" /> fractional increase in % of SFT's score.
          {table.task === null ? " Table X as printed: see above where it differs from the other tables." : ""} The two
          charts have scales of their own.
        </>
      }
    >
      <div className="change-charts">
        <ChangeBars
          table={table}
          title={`The paper, Table ${table.number}: ${label}`}
          changes={paper}
          empty={`Table ${table.number} has no ${label}.`}
        />
        <ChangeBars
          table={table}
          title={`Your runs${seeds}: ${label}`}
          changes={mine.changes}
          empty={
            isRun
              ? `Finish a run of SFT and one of ${label} with the same seed and settings.`
              : "This page does not train this task."
          }
        />
      </div>
    </Figure>
  );
}
