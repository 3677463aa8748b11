import { ActionIcon, NativeSelect, SegmentedControl, Slider } from "@mantine/core";
import { useThrottledValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { type ActionId, actionById, shortcutText } from "../actions/actions.ts";
import { useAction, useApp, useServices } from "../context.tsx";
import { Help } from "../panels/Help.tsx";
import { Icon, type IconName } from "../panels/icons.tsx";
import { applyTime, momentOf, type Subject, spanOf } from "../store/inside.ts";
import { setView } from "../store/store.ts";
import { lastPlace, type Pace, placeInTime } from "../store/time.ts";

/** Epochs or batches a second. */
const RATES = [1, 2, 4, 8] as const;
const FIRST_RATE = 2;
/** A live run is followed at this pace. */
const FOLLOW_MS = 500;

interface TimeBarProps {
  /** What is shown; the first says where a live run is. */
  readonly subjects: readonly [Subject, ...Subject[]];
}

/** Time, for all figures of the inside: played, stepped through, or dragged. */
export function TimeBar({ subjects }: TimeBarProps) {
  const { store } = useServices();
  const [first] = subjects;
  const view = useApp(({ view: { cell, stepInEpoch, pace } }) => ({ cell, stepInEpoch, pace }));
  const playing = useApp((state) => state.playing);
  const done = useThrottledValue(
    useApp(({ runs }) => runs.find(({ id }) => id === first.runId)?.step ?? 0),
    FOLLOW_MS,
  );
  const span = spanOf(
    subjects.map(({ experiment }) => experiment),
    view.pace,
  );
  const moment = momentOf(first, view, span, done);
  const [rate, setRate] = useState<number>(FIRST_RATE);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => applyTime(store, { kind: "tick" }), 1000 / rate);
    return () => clearInterval(timer);
  }, [playing, rate, store]);

  const [epoch, batch] = [`Epoch ${moment.epoch} of ${span.epochs}`, `batch ${moment.batch + 1} of ${span.batches}`];
  const unit = view.pace === "epochs" ? "epochs" : "batches";
  return (
    <>
      <div className="time-buttons">
        <TimeButton action="earlier" icon="earlier" />
        <TimeButton action="play" icon={playing ? "pause" : "run"} />
        <TimeButton action="later" icon="step" />
        <TimeButton action="follow" icon="follow" />
      </div>
      <Slider
        className="time-slider"
        size="sm"
        min={0}
        // A slider of a single place cannot be drawn.
        max={Math.max(1, lastPlace(span))}
        disabled={lastPlace(span) === 0}
        value={placeInTime(moment, span)}
        label={null}
        thumbLabel="Moment shown"
        thumbValueText={`${epoch}, ${batch}`}
        onChange={(place) => applyTime(store, { kind: "scrub", place })}
      />
      <span className="time-text">
        <span>{epoch},</span> <span>{batch}</span>
      </span>
      <span className="time-pace">
        <SegmentedControl
          size="xs"
          aria-label="Time goes by in"
          value={view.pace}
          data={[
            { value: "epochs", label: "By epoch" },
            { value: "batches", label: "By batch" },
          ]}
          onChange={(value) => setView(store, { pace: value as Pace })}
        />
        <NativeSelect
          size="xs"
          aria-label="Speed"
          value={String(rate)}
          data={RATES.map((value) => ({ value: String(value), label: `${value} / s` }))}
          title={`How many ${unit} a second`}
          onChange={(event) => setRate(Number(event.currentTarget.value))}
        />
        <Help about="time">
          <p>
            All figures here show one moment, of a run or of what a variant would do. <b>Epochs</b>: some variants
            decide once an epoch what learns. <b>By batch</b>: others draw a new mask for each batch; go slowly to see
            it. Played to the end it stops; played again it begins anew.
          </p>
          <p>
            The microscope gives these figures the whole page. There a second run or variant can stand beside the first:
            both show the same moment, layer, matrix and part of the mask.
          </p>
          <p>
            Keys: K plays and pauses, J and L go back and on, F follows a run under way, M opens the microscope, Escape
            closes it.
          </p>
        </Help>
      </span>
    </>
  );
}

function TimeButton({ action: id, icon }: { readonly action: ActionId; readonly icon: IconName }) {
  const action = actionById(id);
  const { label, enabled } = useApp((state) => ({ label: action.label(state), enabled: action.enabled(state) }));
  const perform = useAction(id);
  return (
    <ActionIcon
      size="md"
      variant={id === "play" ? "filled" : "default"}
      data-action={id}
      disabled={!enabled}
      aria-label={label}
      title={`${action.summary}${shortcutText(action)}`}
      aria-keyshortcuts={action.shortcut}
      onClick={perform}
    >
      <Icon name={icon} />
    </ActionIcon>
  );
}
