import { useEffect, useMemo } from "react";
import { useApp, useServices } from "../context.tsx";
import { ActionButton } from "../panels/ActionButton.tsx";
import { comparedOf, setMicroscope } from "../store/inside.ts";
import { MaskFigure } from "./MaskFigure.tsx";
import { PartsFigure } from "./PartsFigure.tsx";
import { ScheduleFigure } from "./ScheduleFigure.tsx";
import { ComparedSelect } from "./SubjectSelect.tsx";
import { TimeBar } from "./TimeBar.tsx";
import { type InsideProps, useInsideOf } from "./useInside.ts";

/**
 * The inside of a run through time: Figure 1, the modules of an epoch, the mask of one matrix. In its narrow form one column of
 * the page; in its wide form the whole page, with room for a second run or variant in a second row.
 */
export function Microscope({ inside }: { readonly inside: InsideProps }) {
  const isWide = useApp(({ view }) => view.microscope);
  const second = useInsideOf(useApp(comparedOf));
  const first = inside.subject;
  const records = useMemo(
    () => (second ? [first.records, second.subject.records] : [first.records]),
    [first.records, second],
  );
  useWidePage(isWide);
  return (
    <div className="microscope" data-wide={isWide || undefined} data-pair={second ? true : undefined}>
      <section className="figure time-bar" aria-label="Time">
        <TimeBar subjects={second ? [first, second.subject] : [first]} />
        <span className="microscope-switch">
          {isWide ? <ComparedSelect /> : null}
          <ActionButton action="microscope" size="compact-xs" variant="default" />
        </span>
      </section>
      <Row inside={inside} records={records} isWide={isWide} isPair={second !== undefined} />
      {second ? <Row inside={second} records={records} isWide isPair isSecond /> : null}
    </div>
  );
}

/** Escape goes back, to where the page was scrolled. */
function useWidePage(isWide: boolean): void {
  const { store } = useServices();
  useEffect(() => {
    if (!isWide) return;
    const before = scrollY;
    scrollTo(0, 0);
    function onKeyDown(event: KeyboardEvent) {
      // A menu, an explanation or a dialog that is open is closed first.
      const isOpen = document.querySelector('[role="dialog"], [role="menu"]');
      if (event.key === "Escape" && !event.defaultPrevented && !isOpen) setMicroscope(store, false);
    }
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("keydown", onKeyDown);
      // Once the page has its zones again.
      requestAnimationFrame(() => scrollTo(0, before));
    };
  }, [isWide, store]);
}

interface RowProps {
  readonly inside: InsideProps;
  readonly records: readonly InsideProps["subject"]["records"][];
  readonly isWide: boolean;
  readonly isPair: boolean;
  readonly isSecond?: boolean;
}

/** Side by side the figures stand in the order of ever closer looks; one below another, what one plays stays in view. */
function Row({ inside, records, isWide, isPair, isSecond = false }: RowProps) {
  const schedule = <ScheduleFigure key="schedule" inside={inside} isPair={isPair} isSecond={isSecond} />;
  const parts = <PartsFigure key="parts" inside={inside} runs={records} isSecond={isSecond} />;
  const mask = <MaskFigure key="mask" inside={inside} isSecond={isSecond} />;
  return <div className="microscope-row">{isWide ? [schedule, parts, mask] : [schedule, mask, parts]}</div>;
}
