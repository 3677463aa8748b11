import { SegmentedControl } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { useShortcuts } from "./actions/useShortcuts.ts";
import { useApp, useServices } from "./context.tsx";
import { DataDialog } from "./data/DataDialog.tsx";
import { AccuracyFigure } from "./figures/AccuracyFigure.tsx";
import { LossFigure } from "./figures/LossFigure.tsx";
import { Microscope } from "./inside/Microscope.tsx";
import { useInside } from "./inside/useInside.ts";
import { StepInspector } from "./inspector/StepInspector.tsx";
import { ModelDialog } from "./models/ModelDialog.tsx";
import { OutcomeFigure } from "./outcome/OutcomeFigure.tsx";
import { Announcer } from "./panels/Announcer.tsx";
import { ComputePanel } from "./panels/ComputePanel.tsx";
import { ForkDialog } from "./panels/ForkDialog.tsx";
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

/** Three zones side by side and the paper below them; on a phone one at a time. It is drawn once: its parts follow the state. */
export const App = memo(function App() {
  useShortcuts();
  return (
    <Zoned>
      <Header />
      <Notices />
      <ZoneSwitch />
      <main className="zones">
        <section className="zone zone-setup" aria-label="What to run">
          <SetupPanel />
        </section>
        <section className="zone zone-figures" aria-label="The figures">
          <div className="first-figures">
            <AccuracyFigure />
            <LossFigure />
            <RunsTable />
          </div>
          <OutcomeFigure />
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
      <ForkDialog />
      <ShareDialog />
      <DataDialog />
      <ModelDialog />
    </Zoned>
  );
});

function Zoned({ children }: { children: ReactNode }) {
  const { zone, microscope } = useApp(({ view: { zone, microscope } }) => ({ zone, microscope }));
  return (
    <div className="page" data-zone={microscope ? "inside" : zone} data-microscope={microscope || undefined}>
      {children}
    </div>
  );
}

function ZoneSwitch() {
  const { store } = useServices();
  const zone = useApp(({ view }) => view.zone);
  return (
    <nav className="zone-switch" aria-label="Parts of the page">
      <SegmentedControl
        fullWidth
        size="sm"
        data={ZONES}
        value={zone}
        onChange={(value) => setView(store, { zone: value as View["zone"], microscope: false })}
        aria-label="Part of the page shown"
      />
    </nav>
  );
}

function Inside() {
  const inside = useInside();
  return (
    <>
      <Microscope inside={inside} />
      <StepInspector {...inside} />
    </>
  );
}
