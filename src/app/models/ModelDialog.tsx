import { Button, Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import type { ModelLook } from "../../worker/model-protocol.ts";
import { useApp, useServices } from "../context.tsx";
import { PickButtons } from "../data/DropZone.tsx";
import { addModel, hubHost, withModel } from "../store/models.ts";
import { setForm, setView } from "../store/store.ts";
import { HubChoices } from "./HubChoices.tsx";
import { HubSettings } from "./HubSettings.tsx";
import { KeptModels } from "./KeptModels.tsx";
import { LookReport } from "./LookReport.tsx";
import { type Looking, type LookSource, useLooking } from "./useLooking.ts";

/** Other models than the bundled one, in a dialog: choose, look, use; and what is kept of them. */
export function ModelDialog() {
  const { store } = useServices();
  const isOpen = useApp((state) => state.choosingModel !== undefined);
  const isPhone = useMediaQuery("(max-width: 48rem)");
  const close = () => store.setState({ choosingModel: undefined });
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Models"
      size="xl"
      fullScreen={isPhone ?? false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {isOpen ? <Choosing close={close} /> : null}
    </Modal>
  );
}

function Choosing({ close }: { readonly close: () => void }) {
  const { store } = useServices();
  const host = useApp(({ hub }) => hubHost(hub));
  const { address = "", files } = useApp(({ choosingModel }) => choosingModel ?? {});
  const looking = useLooking();
  const give = useRef(looking.give);
  give.current = looking.give;
  useEffect(() => {
    if (files && files.length > 0) give.current([...files]);
  }, [files]);
  const use = (look: ModelLook) => {
    addModel(store, look);
    setForm(store, (form) => withModel(form, look.model));
    setView(store, { subject: { kind: "auto" }, cell: undefined });
    close();
  };
  const isBusy = looking.phase.kind === "looking";
  return (
    <div className="data-dialog model-dialog">
      <p className="soft">
        Fine-tune a real model instead of the bundled miniature. The Hugging Face Hub is asked for nothing before you
        press a button that says so; your texts are sent to nobody.
      </p>
      <section className="model-source" aria-label="From the Hub">
        <h3>From the Hub</h3>
        <HubChoices first={address} disabled={isBusy} onLook={looking.look} />
        <Outcome looking={looking} source="hub" onUse={use} />
        <HubSettings key={host} />
      </section>
      <section className="model-source" aria-label="From this computer">
        <h3>From this computer</h3>
        <div className="drop-zone">
          <p>
            <b>Drop a model's folder here</b>, or
          </p>
          <div className="drop-buttons">
            <PickButtons
              disabled={isBusy}
              onSource={(source) => source.kind === "files" && looking.give(source.files)}
            />
          </div>
          <p className="soft">
            With config.json, tokenizer.json and model.safetensors, in one piece or several. It is read here, and not
            copied.
          </p>
        </div>
        <Outcome looking={looking} source="files" onUse={use} />
      </section>
      <KeptModels />
    </div>
  );
}

interface OutcomeProps {
  readonly looking: Looking;
  readonly source: LookSource;
  readonly onUse: (look: ModelLook) => void;
}

/** What has come of looking, below what was pressed. */
function Outcome({ looking: { phase, problem, source: asked, cancel }, source, onUse }: OutcomeProps) {
  const element = useRef<HTMLDivElement>(null);
  const look = asked === source && phase.kind === "looked" ? phase.look : undefined;
  useEffect(() => {
    if (!look) return;
    element.current?.scrollIntoView({ block: "nearest" });
    element.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus({ preventScroll: true });
  }, [look]);
  const isMine = asked === source;
  return (
    <div ref={element} className="model-outcome" aria-live="polite">
      {isMine && problem ? (
        <p className="field-error data-problem" role="alert">
          {problem}
        </p>
      ) : null}
      {isMine && phase.kind === "looking" ? (
        <div className="data-busy">
          <p>
            Looking at <b>{phase.name}</b> …
          </p>
          <Button size="compact-sm" variant="default" onClick={cancel}>
            Cancel
          </Button>
        </div>
      ) : null}
      {look ? <LookReport look={look} onUse={() => onUse(look)} /> : null}
    </div>
  );
}
