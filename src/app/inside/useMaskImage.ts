import { useEffect, useRef, useState } from "react";
import { taskById } from "../../tasks/registry.ts";
import type { MaskImage, MaskImageRequest } from "../../worker/mask-image.ts";
import { useApp, useServices } from "../context.tsx";
import { latestOnly } from "./latest.ts";
import type { InsideProps } from "./useInside.ts";

export interface ShownMask {
  readonly image: MaskImage;
  /** What the picture is of, which may be a moment behind what was chosen. */
  readonly request: MaskImageRequest;
}

/** The mask arrives from a worker, of which one thing is asked at a time; until then the one before stays. */
export function useMaskImage(
  { subject: { experiment }, place: { layer, epoch }, config }: InsideProps,
  step: number,
): ShownMask | undefined {
  const { inspector } = useServices();
  const matrix = useApp(({ view }) => view.matrix);
  const [shown, setShown] = useState<ShownMask>();
  const ask = useRef<(request: MaskImageRequest) => void>(undefined);
  useEffect(() => {
    let mounted = true;
    ask.current = latestOnly(
      (request: MaskImageRequest) => inspector.maskImage(request),
      (image, request) => {
        if (mounted) setShown({ image, request });
      },
      (error) => console.error("The mask could not be drawn.", error),
    );
    return () => {
      mounted = false;
    };
  }, [inspector]);
  useEffect(() => {
    if (!config) return;
    const { head } = taskById(experiment.task);
    ask.current?.({ experiment, config, head, epoch, step, layer, matrix });
  }, [experiment, config, layer, epoch, matrix, step]);
  return shown;
}
