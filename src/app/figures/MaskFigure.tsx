import { NativeSelect, Slider } from "@mantine/core";
import { useThrottledValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import type { Experiment } from "../../experiment/experiment.ts";
import type { XlmrConfig } from "../../model/config.ts";
import { MATRICES, type MatrixId } from "../../model/modules.ts";
import { taskById } from "../../tasks/registry.ts";
import type { MaskImage, MaskImageRequest } from "../../worker/mask-image.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { thousands } from "../format.ts";
import { type CellPlace, setView } from "../store/store.ts";
import { cellOf } from "./cells.ts";
import { Figure } from "./Figure.tsx";
import { MaskCanvas } from "./MaskCanvas.tsx";
import type { InsideProps, Subject } from "./useInside.ts";

/** While training, the mask of the latest batch is followed at this pace. */
const FOLLOW_MS = 500;

/** The chosen layer's mask on one of its matrices, weight by weight. */
export function MaskFigure({ subject, plan, place, config }: InsideProps) {
  const { store } = useServices();
  const matrix = useApp(({ view }) => view.matrix);
  const step = useStep(subject, place);
  const image = useMaskImage(subject.experiment, config, place, matrix, step.global);
  return (
    <Figure
      title={`Mask of layer ${place.layer + 1}, epoch ${place.epoch}`}
      className="mask"
      controls={
        <NativeSelect
          size="xs"
          aria-label="Matrix shown"
          value={matrix}
          onChange={(event) => setView(store, { matrix: event.currentTarget.value as MatrixId })}
          data={MATRICES.map(({ id, label }) => ({ value: id, label }))}
        />
      }
      caption={image ? captionOf(image, subject.experiment) : "Choose a cell above."}
    >
      {image ? (
        <MaskCanvas image={image} epoch={place.epoch} epochs={subject.experiment.epochs} age={ageOf(plan, place)} />
      ) : (
        <div className="mask-waiting" />
      )}
      <div className="mask-step">
        {isDrawnEachStep(plan, place) ? (
          <>
            <span>
              Batch {step.inEpoch + 1} of {step.count}
            </span>
            <Slider
              size="sm"
              min={0}
              max={Math.max(1, step.count - 1)}
              value={step.inEpoch}
              label={null}
              disabled={step.count < 2}
              thumbProps={{ "aria-label": "Batch of the epoch whose mask is shown" }}
              onChange={(value) => setView(store, { stepInEpoch: value })}
            />
          </>
        ) : (
          <span className="mask-steady">The same in every batch of the epoch.</span>
        )}
      </div>
    </Figure>
  );
}

function isDrawnEachStep(plan: Plan | undefined, { layer, epoch }: CellPlace): boolean {
  const cell = plan && cellOf(plan, layer, epoch);
  if (cell?.kind === "fresh") return cell.per === "step";
  return cell?.kind === "noise" || cell?.kind === "turns";
}

/** Of a layer that was turned on as a whole. */
function ageOf(plan: Plan | undefined, { layer, epoch }: CellPlace): number {
  const cell = plan && cellOf(plan, layer, epoch);
  return cell?.kind === "bands" && cell.bands.length === 1 ? cell.bands[0]!.age : 0;
}

interface Step {
  /** From 0. */
  readonly inEpoch: number;
  /** Over the run, from 0. */
  readonly global: number;
  /** Steps of an epoch. */
  readonly count: number;
}

/** The chosen batch; else the latest of a live run; else the epoch's first. */
function useStep({ runId, experiment, now }: Subject, { epoch }: CellPlace): Step {
  const count = Math.ceil(experiment.trainSize / experiment.batchSize);
  const chosen = useApp(({ view }) => view.stepInEpoch);
  const first = (epoch - 1) * count;
  const done = useThrottledValue(
    useApp(({ runs }) => (epoch === now ? (runs.find(({ id }) => id === runId)?.step ?? 0) : 0)),
    FOLLOW_MS,
  );
  const latest = Math.max(0, Math.min(count - 1, done - 1 - first));
  const inEpoch = Math.min(chosen ?? latest, count - 1);
  return { inEpoch, global: first + inEpoch, count };
}

function useMaskImage(
  experiment: Experiment,
  config: XlmrConfig | undefined,
  { layer, epoch }: CellPlace,
  matrix: MatrixId,
  step: number,
): MaskImage | undefined {
  const { inspector } = useServices();
  const [image, setImage] = useState<MaskImage>();
  useEffect(() => {
    if (!config) return;
    let wanted = true;
    const { classes } = taskById(experiment.task).head;
    const request: MaskImageRequest = { experiment, config, classes, epoch, step, layer, matrix };
    void inspector.maskImage(request).then((answer) => {
      if (wanted) setImage(answer);
    });
    return () => {
      wanted = false;
    };
  }, [inspector, experiment, config, layer, epoch, matrix, step]);
  return image;
}

function captionOf({ mask, factors, tensor }: MaskImage, { epochs }: Experiment): string {
  const live = factors.reduce((count, factor) => count + (factor === 0 ? 0 : 1), 0);
  const share = `${Number(((live / factors.length) * 100).toFixed(1))} % of ${thousands(factors.length)} weights learn`;
  const name = tensor.replace(/^roberta\.encoder\./, "");
  switch (mask.kind) {
    case "active":
      return `${name}: every weight learns; every factor is 1.`;
    case "frozen":
      return `${name}: nothing here learns now.`;
    case "bernoulli": {
      const kept = mask.rescale ? ` with gradients times ${(1 / (1 - mask.dropRate)).toFixed(2)}` : "";
      return `${name}: ${share}${kept}; the ${mask.period === "step" ? "next batch" : "next epoch"} draws anew.`;
    }
    case "gaussian":
      return `${name}: each gradient times a draw of N(1, ${mask.sigma.toFixed(2)}²); grey 0, mid-blue 1, dark 2, orange negative.`;
    case "partition":
      return `${name}: ${share}; each weight was given one of the ${epochs} epochs. Darker: turned on more recently.`;
  }
}
