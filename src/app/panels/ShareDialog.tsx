import { Button, Checkbox, CopyButton, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { BUNDLED_MODEL } from "../../checkpoint/address.ts";
import type { Lesson } from "../../experiment/controls.ts";
import { encodeLink, type Link } from "../../experiment/link.ts";
import { variantById } from "../../graddrop/index.ts";
import { taskById } from "../../tasks/registry.ts";
import { useApp, useServices } from "../context.tsx";
import { addressOf, type Models, modelName } from "../store/models.ts";
import { CONTROL_GROUPS, type ControlGroup, changedCount, hasGroup, linkFrom, withGroup } from "../store/share.ts";
import { Help } from "./Help.tsx";

/** The link to what is set and shown now. */
export function ShareDialog() {
  const { store } = useServices();
  const sharing = useApp((state) => state.sharing);
  return (
    <Modal
      opened={sharing}
      onClose={() => store.setState({ sharing: false })}
      title="Share this experiment"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {sharing ? <ShareForm /> : null}
    </Modal>
  );
}

function ShareForm() {
  const { form, view, opened } = useApp(({ form, view, lesson }) => ({ form, view, opened: lesson }));
  const [lesson, setLesson] = useState<Lesson>(opened);
  const models = useApp((state) => state.models);
  const link = linkFrom({ form, view, lesson });
  if (!link) return <p>The settings cannot be run as they are. Correct what is marked, then share.</p>;
  const address = `${location.origin}${location.pathname}#${encodeLink(link)}`;
  return (
    <div className="share">
      <div className="share-link">
        <TextInput
          label="Link"
          value={address}
          readOnly
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={address} timeout={2500}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
        </CopyButton>
      </div>
      <p className="soft">{contentOf(link, models)}</p>
      {modelNote(form.model) ? <p className="share-model">{modelNote(form.model)}</p> : null}
      <p className="soft">
        The browser's address bar follows what you set: it holds this link, too, without what you lock or hide below.
      </p>
      <LessonTable lesson={lesson} onChange={setLesson} />
    </div>
  );
}

function contentOf(link: Link, models: Models): string {
  const { settings, variants, seeds } = link;
  const names = variants.map((id) => variantById(id).label).join(", ");
  const changed = changedCount(link);
  const numbers = `${changed === 0 ? "no" : changed} setting${changed === 1 ? "" : "s"} changed from the defaults`;
  const model = settings.model === BUNDLED_MODEL ? "" : `; the model ${modelName(settings.model, models)}`;
  const own = settings.data ? ` on data called “${settings.data.name}”` : "";
  const home = settings.data ? "these data, and your runs. Who opens the link needs the same files" : "your runs";
  return `In it: ${taskById(settings.task).label}${own}${model}; ${names}; ${seeds} seed${seeds === 1 ? "" : "s"} from ${settings.seed}; ${numbers}; and what the figures show. Not in it: ${home}. Export runs from the table of runs.`;
}

/** What the link's receiver has to do for the model; nothing for the bundled one. */
function modelNote(model: string): string | undefined {
  switch (addressOf(model).kind) {
    case "bundled":
      return undefined;
    case "hub":
      return "The model comes from the Hub: who opens the link is asked before anything of it is fetched.";
    case "files":
      return "The model cannot be shared: it is made of files of this computer, which no link contains. Who opens the link has to give the same files.";
    case "folder":
      return "The model cannot be shared: it is a folder of the command line's. The link opens with the bundled one.";
  }
}

interface LessonTableProps {
  readonly lesson: Lesson;
  readonly onChange: (lesson: Lesson) => void;
}

function LessonTable({ lesson, onChange }: LessonTableProps) {
  const box = (group: ControlGroup, list: keyof Lesson, verb: string) => (
    <Checkbox
      size="xs"
      aria-label={`${verb} ${group.label.toLowerCase()}`}
      checked={hasGroup(lesson[list], group)}
      onChange={(event) => onChange(withGroup(lesson, list, group, event.currentTarget.checked))}
    />
  );
  return (
    <table className="share-lesson">
      <caption>
        For a lesson
        <Help about="locking and hiding">
          <p>
            Who opens the link sees <b>locked</b> settings but cannot change them, and does not see <b>hidden</b> ones.
            Both count in every run. It is a help to concentrate, not a protection: it can be lifted on the page.
          </p>
        </Help>
      </caption>
      <thead>
        <tr>
          <th scope="col">Settings</th>
          <th scope="col">Lock</th>
          <th scope="col">Hide</th>
        </tr>
      </thead>
      <tbody>
        {CONTROL_GROUPS.map((group) => (
          <tr key={group.label}>
            <th scope="row">{group.label}</th>
            <td>{box(group, "lock", "Lock")}</td>
            <td>{box(group, "hide", "Hide")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
