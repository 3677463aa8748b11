import { Button, Popover, SegmentedControl, Slider } from "@mantine/core";
import { useApp, useServices } from "../context.tsx";
import { Help } from "../panels/Help.tsx";
import { setView } from "../store/store.ts";

const MOST_SMOOTHING = 0.9;

/** How Figure 2 is drawn: over what, how close, and how smooth. */
export function AxesMenu() {
  const { store } = useServices();
  const { x, y, scale, smoothing } = useApp(({ view: { x, y, scale, smoothing } }) => ({ x, y, scale, smoothing }));
  return (
    <Popover width={270} position="bottom-end" shadow="md" withArrow trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" title="Axes and smoothing">
          Axes
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="axes-menu" aria-label="Axes">
        <div className="field">
          <div className="field-label">
            <span id="x-axis-label">Horizontal axis</span>
            <Help about="the horizontal axis">
              <p>
                <b>Epochs</b> compare what variants learn from the same examples. <b>Seconds</b> compare what they reach
                in the same time: frozen layers make steps shorter. Seconds count training and testing, not pauses.
              </p>
            </Help>
          </div>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="x-axis-label"
            value={x}
            data={[
              { value: "epoch", label: "Epochs" },
              { value: "seconds", label: "Seconds" },
            ]}
            onChange={(value) => setView(store, { x: value as typeof x, hoverEpoch: undefined })}
          />
        </div>
        <div className="field">
          <div className="field-label">
            <span id="y-axis-label">Vertical axis</span>
            <Help about="the vertical axis">
              <p>
                All percentages, so that pictures can be compared; or close up, only what the curves span. The training
                loss has an axis of its own, in nats, and the gradient norm a logarithmic one: equal steps are equal
                factors.
              </p>
            </Help>
          </div>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="y-axis-label"
            value={scale}
            disabled={y !== "score"}
            data={[
              { value: "full", label: "0–100 %" },
              { value: "close", label: "Close up" },
            ]}
            onChange={(value) => setView(store, { scale: value as typeof scale })}
          />
        </div>
        <div className="field">
          <div className="field-label">
            <span>Smoothing: {smoothing === 0 ? "off" : smoothing.toFixed(1)}</span>
            <Help about="smoothing">
              <p>
                Each point becomes a moving average: this share of the average so far, the rest of the new value. The
                line as measured stays, faint. Tables and figures under the pointer are never smoothed.
              </p>
            </Help>
          </div>
          <Slider
            size="sm"
            label={null}
            min={0}
            max={MOST_SMOOTHING}
            step={0.1}
            value={smoothing}
            thumbLabel="Smoothing, share of the past"
            onChange={(value) => setView(store, { smoothing: Number(value.toFixed(1)) })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
