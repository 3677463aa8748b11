import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { TABLES, type TableNumber } from "../../paper/index.ts";
import { useApp } from "../context.tsx";
import { ChangeFigure } from "./ChangeFigure.tsx";
import { Contradictions } from "./Contradictions.tsx";
import { tableFor } from "./names.ts";
import { ReportedTable } from "./ReportedTable.tsx";
import { TestsFigure } from "./TestsFigure.tsx";
import { useOwn } from "./useOwn.ts";

/** The paper's figures with one's own beside them. */
export function PaperSection() {
  const task = useApp(({ form }) => form.task);
  const own = useOwn();
  const [chosen, choose] = useState<TableNumber | "">("");
  const table = TABLES.find(({ number }) => number === chosen) ?? tableFor(task) ?? TABLES[0]!;
  return (
    <>
      <header className="paper-head">
        <h2>The paper beside your runs</h2>
        <NativeSelect
          size="xs"
          aria-label="Table of the paper"
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value as typeof chosen)}
        >
          <option value="">Table of the chosen task</option>
          {TABLES.map(({ number, name }) => (
            <option key={number} value={number}>
              Table {number}: {name}
            </option>
          ))}
        </NativeSelect>
        <p>
          The paper fine-tuned XLM-R Large on XGLUE. Your runs train a miniature on generated sentences: their figures
          cannot be compared with the paper's, only how the variants rank within each.
        </p>
      </header>
      <ReportedTable table={table} own={own} />
      <Contradictions table={table} />
      <TestsFigure own={own} />
      <ChangeFigure table={table} own={own} />
    </>
  );
}
