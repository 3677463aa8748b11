import { NativeSelect } from "@mantine/core";
import { useThrottledValue } from "@mantine/hooks";
import { MATRICES, type MatrixId } from "../../model/modules.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { Figure } from "../figures/Figure.tsx";
import { thousands } from "../format.ts";
import { Help } from "../panels/Help.tsx";
import { batchesOf, batchOf, type Subject } from "../store/inside.ts";
import { type CellPlace, setView } from "../store/store.ts";
import { cellOf } from "./cells.ts";
import { MaskCanvas } from "./MaskCanvas.tsx";
import type { InsideProps } from "./useInside.ts";
import { type ShownMask, useMaskImage } from "./useMaskImage.ts";

/** While training, the mask of the latest batch is followed at this pace. */
const FOLLOW_MS = 500;

interface MaskFigureProps {
  readonly inside: InsideProps;
  /** Beside another one: the choice of the matrix is there. */
  readonly isSecond?: boolean;
}

/** The chosen layer's mask on one of its matrices, weight by weight. */
export function MaskFigure({ inside, isSecond = false }: MaskFigureProps) {
  const { subject, plan, place } = inside;
  const batch = useBatch(subject, place.epoch);
  const shown = useMaskImage(inside, (place.epoch - 1) * batchesOf(subject.experiment) + batch);
  return (
    <Figure
      title={`Mask of layer ${place.layer + 1}, epoch ${place.epoch}`}
      className="mask"
      controls={isSecond ? null : <MatrixSelect />}
      caption={shown ? captionOf(shown, plan) : "Choose a cell of Figure 1."}
    >
      {shown ? (
        <MaskCanvas
          image={shown.image}
          epoch={shown.request.epoch}
          epochs={shown.request.experiment.epochs}
          age={ageOf(plan, shown.request)}
        />
      ) : (
        <div className="mask-waiting" />
      )}
    </Figure>
  );
}

function MatrixSelect() {
  const { store } = useServices();
  const matrix = useApp(({ view }) => view.matrix);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label="Matrix shown"
        value={matrix}
        onChange={(event) => setView(store, { matrix: event.currentTarget.value as MatrixId })}
        data={MATRICES.map(({ id, label }) => ({ value: id, label }))}
      />
      <Help about="the mask">
        <p>
          Each square is one weight; its colour says whether its gradient passes and when it was turned on. Click into
          the picture, then turn the wheel to enlarge it and drag to move it; pinch on a pad or a touch screen. By
          keyboard: <b>+</b>, <b>−</b>, <b>0</b>, and the arrows for the lens.
        </p>
      </Help>
    </>
  );
}

/** Of a layer that was turned on as a whole. */
function ageOf(plan: Plan | undefined, { layer, epoch }: CellPlace): number {
  const cell = plan && cellOf(plan, layer, epoch);
  return cell?.kind === "bands" && cell.bands.length === 1 ? cell.bands[0]!.age : 0;
}

function useBatch({ runId, experiment, now }: Subject, epoch: number): number {
  const chosen = useApp(({ view }) => view.stepInEpoch);
  const done = useThrottledValue(
    useApp(({ runs }) => (epoch === now ? (runs.find(({ id }) => id === runId)?.step ?? 0) : 0)),
    FOLLOW_MS,
  );
  return batchOf(experiment, epoch, chosen, done);
}

function captionOf({ image, request }: ShownMask, plan: Plan | undefined): string {
  const { mask, factors, tensor } = image;
  const live = factors.reduce((count, factor) => count + (factor === 0 ? 0 : 1), 0);
  const share = `${Number(((live / factors.length) * 100).toFixed(1))} % of ${thousands(factors.length)} weights learn`;
  const name = tensor.replace(/^roberta\.encoder\./, "");
  const takesTurns = plan && cellOf(plan, request.layer, request.epoch).kind === "turns";
  const how = takesTurns ? "in this batch; other batches differ" : "in every batch of the epoch";
  switch (mask.kind) {
    case "active":
      return `${name}: every weight learns, ${how}; every factor is 1.`;
    case "frozen":
      return `${name}: nothing here learns ${how}.`;
    case "bernoulli": {
      const kept = mask.rescale ? ` with gradients times ${(1 / (1 - mask.dropRate)).toFixed(2)}` : "";
      return `${name}: ${share}${kept}; the ${mask.period === "step" ? "next batch" : "next epoch"} draws anew.`;
    }
    case "gaussian":
      return `${name}: each gradient times a draw of N(1, ${mask.sigma.toFixed(2)}²); negative ones turn a gradient round. The next batch draws anew.`;
    case "partition":
      return `${name}: ${share}, the same in every batch of the epoch; each weight was given one of the ${mask.epochs} epochs.`;
  }
}
