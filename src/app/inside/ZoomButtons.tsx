import { ActionIcon } from "@mantine/core";
import { ZOOM_STEP } from "../store/zoom.ts";

interface ZoomButtonsProps {
  readonly scale: number;
  readonly most: number;
  readonly onFactor: (factor: number) => void;
  readonly onReset: () => void;
}

/** For those without a wheel, and for all to see how far it is enlarged. */
export function ZoomButtons({ scale, most, onFactor, onReset }: ZoomButtonsProps) {
  return (
    <span className="zoom-buttons">
      <ActionIcon
        size="sm"
        variant="default"
        aria-label="Make the mask smaller"
        title="Smaller (−)"
        disabled={scale <= 1}
        onClick={() => onFactor(1 / ZOOM_STEP)}
      >
        −
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant="default"
        className="zoom-scale"
        aria-label={`×${scale.toFixed(1)}: show the whole mask`}
        title="Show the whole mask (0)"
        disabled={scale <= 1}
        onClick={onReset}
      >
        ×{scale.toFixed(scale < 9.95 ? 1 : 0)}
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant="default"
        aria-label="Enlarge the mask"
        title="Larger (+)"
        disabled={scale >= most}
        onClick={() => onFactor(ZOOM_STEP)}
      >
        +
      </ActionIcon>
    </span>
  );
}
