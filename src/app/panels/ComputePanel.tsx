import { useMemo } from "react";
import { elements, tensorSpecs } from "../../model/parameters.ts";
import { taskById } from "../../tasks/registry.ts";
import type { ModelLook } from "../../worker/model-protocol.ts";
import { useApp } from "../context.tsx";
import { backendName, bytes, millions, thousands } from "../format.ts";
import { addressOf, chosenModel, hubHost, modelProblem, weightBytes } from "../store/models.ts";

/** What computes and why, and which model it is. */
export function ComputePanel() {
  const { readiness, data } = useApp(({ readiness, form: { data } }) => ({ readiness, data }));
  return (
    <section className="figure compute" aria-label="What it computes on">
      <h2>Computed here</h2>
      <dl>
        <dt>Device</dt>
        <dd>
          {readiness.kind === "ready"
            ? `${backendName(readiness.backend)}: ${readiness.backend.adapter}. ${readiness.backend.reason}`
            : readiness.kind === "starting"
              ? "The engine is loading …"
              : readiness.message}
        </dd>
        <dt>Model</dt>
        <dd>
          <Model />
        </dd>
        <dt>Data</dt>
        <dd>
          {data
            ? `${data.name}, your own. It is read and kept on this computer; neither it nor your runs ever leave it.`
            : "MiniXGLUE, a synthetic benchmark made for this page. Its figures are not the paper's; your texts and runs never leave this computer."}
        </dd>
      </dl>
    </section>
  );
}

function Model() {
  const { look, task, host, problem } = useApp((state) => ({
    look: chosenModel(state),
    task: state.form.task,
    host: hubHost(state.hub),
    problem: modelProblem(state),
  }));
  const parameters = useMemo(() => {
    if (!look) return 0;
    const specs = tensorSpecs(look.config, taskById(task).head);
    return specs.reduce((sum, { shape }) => sum + elements(shape), 0);
  }, [look, task]);
  if (!look) return problem ?? "The model is loading …";
  const { name, config } = look;
  const { layers, hiddenSize, heads, vocabSize } = config;
  const size = weightBytes(look);
  return `${name}: ${layers} layers, hidden size ${hiddenSize}, ${heads} attention heads, vocabulary ${thousands(vocabSize)}; ${millions(parameters)} parameters${size ? `, ${bytes(size)}` : ""}. ${originOf(look, host)}`;
}

function originOf({ model }: ModelLook, host: string): string {
  switch (addressOf(model).kind) {
    case "hub":
      return `What a run needs of its weights is fetched from ${host} and kept in this browser.`;
    case "files":
      return "From this computer's files, which stay where they are.";
    default:
      return "The paper's XLM-R large has 560 million.";
  }
}
