import { useComputedColorScheme } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import type { MaskImage } from "../../worker/mask-image.ts";
import { useApp, useServices } from "../context.tsx";
import { setView, type WeightPlace } from "../store/store.ts";
import {
  bounded,
  type Frame,
  mostScale,
  pictureAt,
  pictureBox,
  type Spot,
  showing,
  squareSize,
  VISIBLE_SQUARE,
  WHOLE,
  ZOOM_STEP,
  zoomedAt,
} from "../store/zoom.ts";
import { Lens } from "./Lens.tsx";
import { MaskLegend } from "./MaskLegend.tsx";
import { maskLegend } from "./maskLegend.ts";
import { type MaskLook, maskPixels, weightText } from "./maskPixels.ts";
import { usePictureGestures } from "./usePictureGestures.ts";
import { ZoomButtons } from "./ZoomButtons.tsx";

/** As --frozen in palette.css. */
const FROZEN = { light: [205, 205, 205], dark: [133, 137, 143] } as const;

interface MaskCanvasProps {
  readonly image: MaskImage;
  readonly epoch: number;
  readonly epochs: number;
  /** Epochs since the whole layer was turned on, where its weights were turned on together. */
  readonly age: number;
}

/** Each square one weight, in a window that enlarges, with a lens on one of them. Tall matrices lie on their side. */
export function MaskCanvas({ image, epoch, epochs, age }: MaskCanvasProps) {
  const { store } = useServices();
  const frozen = FROZEN[useComputedColorScheme("light")];
  const look = useMemo<MaskLook>(() => ({ epoch, epochs, age, frozen }), [epoch, epochs, age, frozen]);
  const transposed = image.rows > image.columns;
  const weight = useWeight(image);
  const square = transposed ? { row: weight.column, column: weight.row } : weight;
  const text = weightText(image, weight.row, weight.column);

  const size = useElementSize<HTMLDivElement>();
  const frame: Frame = {
    columns: transposed ? image.rows : image.columns,
    rows: transposed ? image.columns : image.rows,
    // Before it is laid out, anything that divides.
    width: size.width || 1,
    height: size.height || 1,
  };
  const zoom = useApp(({ view }) => view.zoom);
  const { ref, handlers } = usePictureGestures({
    zoomNow: () => store.getState().view.zoom,
    frame,
    onZoom: (next) => setView(store, { zoom: next }),
    onAim: (spot, shown) => setView(store, { weight: weightAt(pictureAt(shown, spot, frame), image, transposed) }),
  });
  const windowRef = useMergedRef(ref, size.ref);

  /** The weight under the lens stays in view. */
  function enlarge(factor: number) {
    const nearer = zoomedAt(zoom, factor, { x: 0.5, y: 0.5 }, frame);
    setView(store, { zoom: showing(nearer, square, frame) });
  }

  function onKeyDown(event: KeyboardEvent<HTMLCanvasElement>) {
    const far = event.shiftKey ? 16 : 1;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-far, 0],
      ArrowRight: [far, 0],
      ArrowUp: [0, -far],
      ArrowDown: [0, far],
    };
    const move = moves[event.key];
    const factor = { "+": ZOOM_STEP, "=": ZOOM_STEP, "-": 1 / ZOOM_STEP }[event.key];
    if (move) {
      const [across, down] = move;
      const next = {
        row: clamp(weight.row + (transposed ? across : down), image.rows),
        column: clamp(weight.column + (transposed ? down : across), image.columns),
      };
      const nextSquare = transposed ? { row: next.column, column: next.row } : next;
      setView(store, { weight: next, zoom: showing(zoom, nextSquare, frame) });
    } else if (factor) {
      enlarge(factor);
    } else if (event.key === "0") {
      setView(store, { zoom: WHOLE });
    } else {
      return;
    }
    event.preventDefault();
  }

  const { scale } = bounded(zoom, frame);
  const isEnlarged = scale > 1;
  return (
    <>
      <div className="mask-body">
        <div className="mask-plot">
          <div
            ref={windowRef}
            className="mask-window"
            data-enlarged={isEnlarged || undefined}
            style={{ touchAction: isEnlarged ? "none" : "pan-y" }}
            {...handlers}
          >
            <Picture
              image={image}
              look={look}
              transposed={transposed}
              frame={frame}
              square={square}
              label={`Mask of ${image.tensor}, ${image.rows} by ${image.columns} weights. Arrow keys move the lens, plus and minus enlarge, 0 shows all: ${text}`}
              onKeyDown={onKeyDown}
            />
          </div>
          <div className="mask-foot">
            <span className="mask-axis">
              {transposed
                ? `→ ${image.rows} outputs, ↓ ${image.columns} inputs`
                : `→ ${image.columns} inputs, ↓ ${image.rows} outputs`}
            </span>
            <ZoomButtons
              scale={scale}
              most={mostScale(frame)}
              onFactor={enlarge}
              onReset={() => setView(store, { zoom: WHOLE })}
            />
          </div>
        </div>
        <Lens image={image} look={look} weight={weight} transposed={transposed} text={text} />
      </div>
      <MaskLegend legend={maskLegend(image, look)} />
    </>
  );
}

interface PictureProps {
  readonly image: MaskImage;
  readonly look: MaskLook;
  readonly transposed: boolean;
  readonly frame: Frame;
  /** Under the lens, as it lies in the picture. */
  readonly square: WeightPlace;
  readonly label: string;
  readonly onKeyDown: (event: KeyboardEvent<HTMLCanvasElement>) => void;
}

function Picture({ image, look, transposed, frame, square, label, onKeyDown }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoom = useApp(({ view }) => view.zoom);
  const pixels = useMemo(() => maskPixels(image, look, transposed), [image, look, transposed]);
  const { columns, rows } = frame;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    context?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  }, [pixels, columns, rows]);
  const box = pictureBox(zoom, frame);
  const side = box.width / columns;
  const aimed = {
    left: box.left + square.column * side,
    top: box.top + square.row * side,
    width: side,
    height: side,
  };
  return (
    <>
      <canvas
        ref={canvas}
        width={columns}
        height={rows}
        tabIndex={0}
        role="img"
        aria-label={label}
        style={{ width: box.width, height: box.height, transform: `translate(${box.left}px, ${box.top}px)` }}
        onKeyDown={onKeyDown}
      />
      {squareSize(frame, zoom.scale) >= VISIBLE_SQUARE ? (
        <span className="mask-lattice" style={latticeStyle(box, side, frame)} />
      ) : null}
      <span className="mask-aim" style={aimed} />
    </>
  );
}

/** Lines between the weights, on the part of the window that the picture covers. */
function latticeStyle(box: ReturnType<typeof pictureBox>, side: number, { width, height }: Frame): CSSProperties {
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  return {
    left,
    top,
    width: Math.min(width, box.left + box.width) - left,
    height: Math.min(height, box.top + box.height) - top,
    backgroundSize: `${side}px ${side}px`,
    backgroundPosition: `${box.left - left}px ${box.top - top}px`,
  };
}

/** The chosen weight, as far as this matrix reaches; else the one in the middle. */
function useWeight({ rows, columns }: MaskImage): WeightPlace {
  const chosen = useApp(({ view }) => view.weight);
  return {
    row: Math.min(chosen?.row ?? Math.floor(rows / 2), rows - 1),
    column: Math.min(chosen?.column ?? Math.floor(columns / 2), columns - 1),
  };
}

function weightAt({ x, y }: Spot, { rows, columns }: MaskImage, transposed: boolean): WeightPlace {
  const [across, down] = transposed ? [rows, columns] : [columns, rows];
  const right = clamp(Math.floor(x * across), across);
  const below = clamp(Math.floor(y * down), down);
  return transposed ? { row: right, column: below } : { row: below, column: right };
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
