import { Button, NumberInput, Progress } from "@mantine/core";
import type { ReactNode } from "react";
import type { Fit } from "../../train/fit.ts";
import { useApp, useServices } from "../context.tsx";
import { binaryBytes, bytes, duration, thousands } from "../format.ts";
import { ActionButton } from "../panels/ActionButton.tsx";
import { Help } from "../panels/Help.tsx";
import { isCurrent, withProposal } from "../store/fit.ts";
import { checkForm } from "../store/form.ts";
import { addressOf, hubHost } from "../store/models.ts";
import { setForm } from "../store/store.ts";
import { MemoryBar } from "./MemoryBar.tsx";

/** Before a run: its memory, its download and its time on this device, and what would make it smaller. */
export function FitPanel() {
  const { fit, asked, problem, current } = useApp(({ fitting: { fit, asked, problem }, form }) => ({
    fit: fit?.experiment.model === form.model ? fit : undefined,
    asked,
    problem,
    current: fit !== undefined && isCurrent(fit, form),
  }));
  return (
    <section className="fit" aria-label="Whether it fits">
      <AskButtons fit={fit}>
        <Help about="whether it fits">
          <p>
            The memory is counted from the model, the texts and the settings, for the chosen run that needs most. Texts
            are cut into tokens for it, so a model of the Hub is asked for its tokenizer; weights are not read.
          </p>
          <p>
            The time is reckoned from some real steps of one and of two layers of the model's shape, with random
            weights. Both are estimates: within a tenth for memory, within a fifth for time.
          </p>
        </Help>
      </AskButtons>
      {asked ? <Asking /> : null}
      {problem ? (
        <p className="field-error fit-problem" role="alert">
          {problem}
        </p>
      ) : null}
      {fit ? (
        <div className="fit-answer" data-stale={!current || undefined}>
          <p role="status">
            <b data-verdict={fit.verdict}>{VERDICTS[fit.verdict]}</b> {fit.reason}
            {current ? "" : " The settings have changed since."}
          </p>
          <MemoryBar fit={fit} />
          <DeviceMemory fit={fit} />
          <Facts fit={fit} />
          <Proposals fit={fit} />
        </div>
      ) : null}
    </section>
  );
}

const VERDICTS: Readonly<Record<Fit["verdict"], string>> = {
  fits: "It fits.",
  tight: "It is tight.",
  "too-large": "It is too large.",
  unknown: "The device's memory is not known.",
};

function AskButtons({ fit, children }: { readonly fit: Fit | undefined; readonly children: ReactNode }) {
  const { host, isOfHub } = useApp(({ hub, form }) => ({
    host: hubHost(hub),
    isOfHub: addressOf(form.model).kind === "hub",
  }));
  return (
    <>
      <div className="drop-buttons">
        <ActionButton action="checkFit" size="compact-sm" variant="default" />
        {fit ? <ActionButton action="calibrate" size="compact-sm" variant="default" /> : null}
        {children}
      </div>
      {isOfHub && !fit ? (
        <p className="soft">Fetches the tokenizer from {host}, where it is not kept yet: up to 20 MB. No weights.</p>
      ) : null}
    </>
  );
}

function Asking() {
  const { models } = useServices();
  const { progress, asked } = useApp(({ fitting }) => fitting);
  const done = progress?.done;
  return (
    <div className="fit-asking">
      <p aria-live="polite">
        {progress?.what ?? (asked === "calibrate" ? "Timing some steps" : "Counting")} …{" "}
        <span className="soft">{progress?.msLeft === undefined ? "" : `${duration(progress.msLeft)} left`}</span>
      </p>
      <Progress
        size="sm"
        animated={done === undefined}
        value={done === undefined ? 100 : 100 * done}
        aria-label="Done of it"
      />
      <Button size="compact-sm" variant="default" onClick={() => models.cancel()}>
        Cancel
      </Button>
    </div>
  );
}

const GIB = 2 ** 30;

/** No browser says how much memory a GPU has: who knows it can. */
function DeviceMemory({ fit: { room } }: { readonly fit: Fit }) {
  const { store, models } = useServices();
  const deviceBytes = useApp(({ fitting }) => fitting.deviceBytes);
  if (room.backend !== "webgpu") return null;
  return (
    <NumberInput
      size="xs"
      className="fit-device"
      label="Memory of the GPU, GiB"
      description="The browser does not say it. Empty: unknown."
      placeholder="unknown"
      min={0.1}
      step={1}
      value={deviceBytes === undefined ? "" : deviceBytes / GIB}
      onChange={(entry) => {
        const size = typeof entry === "number" && entry > 0 ? entry * GIB : undefined;
        store.setState(({ fitting }) => ({ fitting: { ...fitting, deviceBytes: size } }));
      }}
      onBlur={() => {
        const counted = room.mostIs === "given" ? room.mostBytes : undefined;
        if (deviceBytes !== counted) void models.ask("fit");
      }}
    />
  );
}

function Facts({ fit }: { readonly fit: Fit }) {
  const runs = useApp(({ form }) => checkForm(form).experiments.length);
  const host = useApp(({ hub }) => hubHost(hub));
  const { downloadBytes, cachedBytes, vocabulary, tokens, times, experiment } = fit;
  const isOfHub = addressOf(experiment.model).kind === "hub";
  return (
    <dl className="fit-facts">
      {isOfHub ? (
        <>
          <dt>Download</dt>
          <dd>
            {downloadBytes === 0 ? "nothing more" : `${bytes(downloadBytes)} from ${host}, when you run`}
            {cachedBytes > 0 ? `; ${bytes(cachedBytes)} ${downloadBytes === 0 ? "is" : "are"} here already` : ""}
          </dd>
        </>
      ) : null}
      <dt>Words</dt>
      <dd>
        {vocabulary.used < vocabulary.of
          ? `${thousands(vocabulary.used)} of ${thousands(vocabulary.of)} tokens occur; only their rows are loaded`
          : `all ${thousands(vocabulary.of)} tokens are loaded`}
      </dd>
      <dt>Texts</dt>
      <dd>
        {thousands(Math.round(tokens.mean))} tokens on average, {thousands(tokens.longest)} at most
        {tokens.fullRows > 0
          ? `; ${thousands(tokens.fullRows)} training texts fill the greatest length, and may be cut there`
          : ""}
      </dd>
      <dt>Time</dt>
      <dd>
        {times
          ? `${duration(times.epochMs)} an epoch (${duration(times.trainingMs)} training, ${duration(times.evaluationMs)} testing), ${duration(times.runMs)} a run${runs > 1 ? `, ${duration(times.runMs * runs)} for all ${runs}` : ""}`
          : "not measured yet"}
      </dd>
    </dl>
  );
}

function Proposals({ fit: { proposals, memory } }: { readonly fit: Fit }) {
  const { store } = useServices();
  if (proposals.length === 0) return null;
  return (
    <div className="fit-proposals">
      <p>What would need less:</p>
      <ul>
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <p>
              {proposal.why}{" "}
              <span className="soft">
                {binaryBytes(proposal.memoryBytes)} instead of {binaryBytes(memory.total)}
                {proposal.fits ? ": fits" : ""}
              </span>
            </p>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Apply: ${proposal.why}`}
              onClick={() => setForm(store, (form) => withProposal(form, proposal))}
            >
              Apply
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
