import { SegmentedControl } from "@mantine/core";
import { useShortcuts } from "./actions/useShortcuts.ts";
import { useApp, useServices } from "./context.tsx";
import { AccuracyFigure } from "./figures/AccuracyFigure.tsx";
import { LossFigure } from "./figures/LossFigure.tsx";
import { MaskFigure } from "./figures/MaskFigure.tsx";
import { ScheduleFigure } from "./figures/ScheduleFigure.tsx";
import { useInside } from "./figures/useInside.ts";
import { Announcer } from "./panels/Announcer.tsx";
import { ComputePanel } from "./panels/ComputePanel.tsx";
import { Header } from "./panels/Header.tsx";
import { Notices } from "./panels/Notices.tsx";
import { PaperPanel } from "./panels/PaperPanel.tsx";
import { RunEditor } from "./panels/RunEditor.tsx";
import { RunsTable } from "./panels/RunsTable.tsx";
import { SetupPanel } from "./panels/SetupPanel.tsx";
import { ShareDialog } from "./panels/ShareDialog.tsx";
import { setView, type View } from "./store/store.ts";

const ZONES: { value: View["zone"]; label: string }[] = [
  { value: "setup", label: "What to run" },
  { value: "figures", label: "Figures" },
  { value: "inside", label: "What is inside" },
  { value: "paper", label: "Paper" },
];

/** Three zones side by side and the paper below them; on a phone one at a time. */
export function App() {
  const services = useServices();
  const zone = useApp(({ view }) => view.zone);
  useShortcuts();
  return (
    <div className="page" data-zone={zone}>
      <Header />
      <Notices />
      <nav className="zone-switch" aria-label="Parts of the page">
        <SegmentedControl
          fullWidth
          size="sm"
          data={ZONES}
          value={zone}
          onChange={(value) => setView(services.store, { zone: value as View["zone"] })}
          aria-label="Part of the page shown"
        />
      </nav>
      <main className="zones">
        <section className="zone zone-setup" aria-label="What to run">
          <SetupPanel />
        </section>
        <section className="zone zone-figures" aria-label="The figures">
          <AccuracyFigure />
          <LossFigure />
          <RunsTable />
        </section>
        <section className="zone zone-inside" aria-label="What is inside">
          <Inside />
          <ComputePanel />
        </section>
        <section className="zone zone-paper" aria-label="The paper">
          <PaperPanel />
        </section>
      </main>
      <Announcer />
      <RunEditor />
      <ShareDialog />
    </div>
  );
}

function Inside() {
  const inside = useInside();
  return (
    <>
      <ScheduleFigure {...inside} />
      <MaskFigure {...inside} />
    </>
  );
}
