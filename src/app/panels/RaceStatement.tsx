import { useMemo } from "react";
import { raceCheck } from "../store/race.ts";
import type { Curve } from "../store/series.ts";
import { Help } from "./Help.tsx";

/** Whether the runs that are shown differ in nothing but the mask. Its line is always there, so that nothing moves. */
export function RaceStatement({ curves }: { curves: readonly Curve[] }) {
  const check = useMemo(() => raceCheck(curves.filter(({ hidden }) => !hidden).map(({ run }) => run)), [curves]);
  return (
    <div className="race" data-fair={check?.fair}>
      {check ? (
        <>
          <p title={check.statement}>{check.statement}</p>
          <Help about="what the runs have in common">
            <p>{check.statement}</p>
            <p>
              Before its first step each run hashes its initial weights, head included, and the examples of all its
              batches in their order. The figures in brackets are the hashes' first digits. Runs that are hidden in the
              legend are not compared.
            </p>
          </Help>
        </>
      ) : null}
    </div>
  );
}
