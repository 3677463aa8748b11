import { useInViewport } from "@mantine/hooks";
import { useState } from "react";
import { MATRICES } from "../../model/modules.ts";
import { expectedUpdate, type StepTrace } from "../../train/trace.ts";
import { useApp } from "../context.tsx";
import { Figure } from "../figures/Figure.tsx";
import { thousands } from "../format.ts";
import type { InsideProps } from "../inside/useInside.ts";
import { Help } from "../panels/Help.tsx";
import { exact, short } from "./numbers.ts";
import { UpdateFormula } from "./UpdateFormula.tsx";
import { useTrace } from "./useTrace.ts";
import { WeightsTable } from "./WeightsTable.tsx";

/** A step of the live run, weight by weight: why each moved as it did. */
export function StepInspector(inside: InsideProps) {
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const { isLive, isPaused, trace, aimed } = useTrace(inside, inViewport);
  const matrix = useApp(({ view }) => MATRICES.find(({ id }) => id === view.matrix)?.label);
  const [wished, setWished] = useState<number>();
  const chosen = trace && (trace.weights.find(({ element }) => element === wished) ?? firstOf(trace));
  // It stays the same from step to step.
  if (chosen && chosen.element !== wished) setWished(chosen.element);
  return (
    <div ref={ref} className="inspector-place">
      <Figure
        title={`A step in layer ${inside.place.layer + 1}, ${matrix}`}
        className="inspector"
        controls={<StepHelp />}
        caption={
          trace
            ? "Choose a weight to see its formula. Weights are drawn by the run's seed; aim the lens above to add one."
            : undefined
        }
      >
        <div className="inspector-body" data-live={isLive ? inside.subject.experiment.optimizer : undefined}>
          {trace && chosen ? (
            <>
              <Circumstances trace={trace} />
              <WeightsTable trace={trace} chosen={chosen.element} aimed={aimed} onChoose={setWished} />
              <UpdateFormula trace={trace} weight={chosen} />
            </>
          ) : (
            <p className="inspector-empty">{emptyText(isLive, isPaused)}</p>
          )}
        </div>
      </Figure>
    </div>
  );
}

function emptyText(isLive: boolean, isPaused: boolean): string {
  if (!isLive) return "A step can be inspected while a run trains: start a run, press Pause (P), then Step (N).";
  return isPaused
    ? "Press Step (N): the next step is shown here, weight by weight."
    : "The next step will be shown here.";
}

/** One that moved tells most, if there is one. */
function firstOf(trace: StepTrace) {
  return trace.weights.find((weight) => expectedUpdate(trace, weight).fate === "updated") ?? trace.weights[0];
}

/** What all weights of the step have in common. */
function Circumstances({ trace }: { trace: StepTrace }) {
  const { step, epoch, learningRate, optimizer, clipScale } = trace;
  return (
    <dl className="circumstances">
      <Entry name="Step">
        {thousands(step + 1)}, epoch {epoch}
      </Entry>
      <Entry name="Learning rate α" value={learningRate} />
      <Entry name="Clip scale s" {...(clipScale === null ? {} : { value: clipScale })}>
        {clipScale === null ? "no clipping" : null}
      </Entry>
      <Entry name="Weight decay λ" value={optimizer.weightDecay} />
    </dl>
  );
}

function Entry(props: { readonly name: string; readonly value?: number; readonly children?: React.ReactNode }) {
  const { name, value, children } = props;
  return (
    <div>
      <dt>{name}</dt>
      <dd title={value === undefined ? undefined : exact(value)}>{value === undefined ? children : short(value)}</dd>
    </div>
  );
}

function StepHelp() {
  return (
    <Help about="the step inspector">
      <p>
        Real numbers of the latest step, as the device had them before and after it. While a run goes on by itself,
        about one step a second is read; paused, every step is. Looking changes nothing of the training.
      </p>
      <dl className="inspector-help">
        <dt>g</dt>
        <dd>Gradient of the loss by this weight, before clipping and masking. Frozen layers compute none.</dd>
        <dt>s</dt>
        <dd>Clip scale: all gradients are multiplied by it where their norm together is too large.</dd>
        <dt>m</dt>
        <dd>
          The mask of Eq. 3–4: 0 drops the gradient; 1/(1 − p) rescales a kept one, so that the mean stays; noise has a
          mean of 1.
        </dd>
        <dt>μ, ν</dt>
        <dd>
          AdamW's moments: running means of the masked gradient and of its square. A dropped gradient lets them fade.
        </dd>
        <dt>θ, θ′</dt>
        <dd>The weight before and after. α is the learning rate of this step, λ the weight decay.</dd>
        <dt>frozen</dt>
        <dd>Left alone for an epoch, or in this step with its whole layer: neither moments nor weight decay.</dd>
      </dl>
      <p>The same step is worked out here in double precision, and the difference from the device is shown.</p>
    </Help>
  );
}
