import { useComputedColorScheme } from "@mantine/core";
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { MaskImage } from "../../worker/mask-image.ts";
import { type MaskLook, maskPixels, weightColour, weightText } from "./maskPixels.ts";
import { css } from "./palette.ts";

/** As --frozen in palette.css. */
const FROZEN = { light: [205, 205, 205], dark: [133, 137, 143] } as const;

/** Weights to each side of the one under the lens. */
const REACH = 4;
const LENS = Array.from({ length: 2 * REACH + 1 }, (_, i) => i - REACH);

interface MaskCanvasProps {
  readonly image: MaskImage;
  readonly epoch: number;
  readonly epochs: number;
  /** Epochs since the whole layer was turned on, where its weights were turned on together. */
  readonly age: number;
}

interface Weight {
  readonly row: number;
  readonly column: number;
}

/** Each pixel one weight, with a lens on those under the pointer. Tall matrices lie on their side. */
export function MaskCanvas({ image, epoch, epochs, age }: MaskCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frozen = FROZEN[useComputedColorScheme("light")];
  const [aim, setAim] = useState<Weight>({ row: Math.floor(image.rows / 2), column: Math.floor(image.columns / 2) });
  const look = useMemo<MaskLook>(() => ({ epoch, epochs, age, frozen }), [epoch, epochs, age, frozen]);
  const transposed = image.rows > image.columns;
  const width = transposed ? image.rows : image.columns;
  const height = transposed ? image.columns : image.rows;
  const weight = { row: Math.min(aim.row, image.rows - 1), column: Math.min(aim.column, image.columns - 1) };

  const pixels = useMemo(() => maskPixels(image, look, transposed), [image, look, transposed]);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    context?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);

  function onPointer(event: PointerEvent<HTMLCanvasElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const x = clamp(Math.floor(((event.clientX - box.left) / box.width) * width), width);
    const y = clamp(Math.floor(((event.clientY - box.top) / box.height) * height), height);
    setAim(transposed ? { row: x, column: y } : { row: y, column: x });
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
    if (!move) return;
    event.preventDefault();
    const [across, down] = move;
    setAim({
      row: clamp(weight.row + (transposed ? across : down), image.rows),
      column: clamp(weight.column + (transposed ? down : across), image.columns),
    });
  }

  const text = weightText(image, weight.row, weight.column);
  return (
    <div className="mask-body">
      <div className="mask-plot" style={{ "--ratio": width / height } as CSSProperties}>
        <canvas
          ref={canvas}
          width={width}
          height={height}
          tabIndex={0}
          role="img"
          aria-label={`Mask of ${image.tensor}, ${image.rows} by ${image.columns} weights. Arrow keys move the lens: ${text}`}
          onPointerMove={onPointer}
          onPointerDown={onPointer}
          onKeyDown={onKeyDown}
        />
        <span className="mask-axis">
          {transposed ? "→ outputs, ↓ inputs" : "→ inputs, ↓ outputs"} ({image.rows} × {image.columns})
        </span>
      </div>
      <div className="lens">
        <svg viewBox={`0 0 ${LENS.length} ${LENS.length}`} aria-hidden="true" focusable="false">
          {LENS.flatMap((down) =>
            LENS.map((across) => {
              const row = weight.row + (transposed ? across : down);
              const column = weight.column + (transposed ? down : across);
              const inside = row >= 0 && column >= 0 && row < image.rows && column < image.columns;
              const fill = inside ? css(weightColour(image, row * image.columns + column, look)) : "transparent";
              return (
                <rect
                  key={`${down} ${across}`}
                  x={across + REACH + 0.03}
                  y={down + REACH + 0.03}
                  width={0.94}
                  height={0.94}
                  fill={fill}
                />
              );
            }),
          )}
          <rect x={REACH} y={REACH} width={1} height={1} className="lens-aim" />
        </svg>
        <p className="lens-text">{text}</p>
      </div>
    </div>
  );
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
