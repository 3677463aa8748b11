import { Button } from "@mantine/core";
import type { ModelLook } from "../../worker/model-protocol.ts";
import { useApp } from "../context.tsx";
import { bytes, millions, thousands } from "../format.ts";
import { addressOf, hubHost, weightBytes } from "../store/models.ts";

interface LookReportProps {
  readonly look: ModelLook;
  readonly onUse: () => void;
}

const ARCHITECTURES = { "xlm-roberta": "XLM-R", bert: "BERT" } as const;

/** What a model is, as its small files and headers say, and the button that takes it for runs. */
export function LookReport({ look, onUse }: LookReportProps) {
  const host = useApp(({ hub }) => hubHost(hub));
  const { name, config, parameters, tokenizer, commit, files } = look;
  const isOfHub = addressOf(look.model).kind === "hub";
  const whole = bytes(weightBytes(look));
  return (
    <section className="data-looked" aria-label="The model">
      <h3>{name}</h3>
      <dl className="model-facts">
        <Fact name="Parameters">{millions(parameters)}</Fact>
        <Fact name="Kind">{ARCHITECTURES[config.architecture]}</Fact>
        <Fact name="Layers">{config.layers}</Fact>
        <Fact name="Hidden size">{thousands(config.hiddenSize)}</Fact>
        <Fact name="Attention heads">{config.heads}</Fact>
        <Fact name="Vocabulary">{thousands(config.vocabSize)} tokens</Fact>
        <Fact name="Tokenizer">
          {tokenizer.className ?? "tokenizer.json"}
          {tokenizer.sizeBytes === undefined ? "" : `, ${bytes(tokenizer.sizeBytes)}`}
        </Fact>
        <Fact name="Commit">{commit ? <code title={commit}>{commit.slice(0, 12)}</code> : "none: local files"}</Fact>
      </dl>
      <ul className="data-files model-files">
        {files.map(({ path, sizeBytes }) => (
          <li key={path}>
            {path} <span className="soft">{bytes(sizeBytes)}</span>
          </li>
        ))}
      </ul>
      <div className="model-ask">
        <Button size="sm" onClick={onUse} data-autofocus>
          Use for runs
        </Button>
        <p className="soft">
          {isOfHub
            ? `A run then fetches what it needs from ${host}: the tokenizer, and of the weights the layers and the rows of the words that occur, at most ${whole}. It is kept in this browser and fetched once.`
            : "A run reads what it needs from these files. They stay on this computer; after a reload the page asks for them again."}
        </p>
      </div>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
