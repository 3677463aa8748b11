import { TASKS } from "../../tasks/registry.ts";
import type { Task, TaskId } from "../../tasks/types.ts";

interface TaskPickerProps {
  readonly task: TaskId;
  readonly locked: boolean;
  readonly onTask: (task: TaskId) => void;
}

/** What the model answers about, which decides the head that is put on it. */
const GROUPS: readonly { readonly kind: Task["head"]["kind"]; readonly name: string; readonly about: string }[] = [
  { kind: "sequence", name: "Texts", about: "One label for a text or a pair of texts" },
  { kind: "token", name: "Words", about: "One tag for every word" },
  { kind: "span", name: "Answers", about: "A slice of a text" },
];

/** All tasks, by what they label. */
export function TaskPicker({ task: chosen, locked, onTask }: TaskPickerProps) {
  return (
    <div className="tasks" role="radiogroup" aria-label="Task">
      {GROUPS.map(({ kind, name, about }) => (
        <div key={kind} className="task-group">
          <span className="task-group-name" title={about}>
            {name}
          </span>
          <div className="task-options">
            {TASKS.filter(({ head }) => head.kind === kind).map(({ id, label, summary }) => (
              <label key={id} className="task-option" title={`${label}. ${summary}`}>
                <input
                  type="radio"
                  name="task"
                  value={id}
                  aria-label={label}
                  checked={id === chosen}
                  disabled={locked}
                  onChange={() => onTask(id)}
                />
                <span>{shortName(label)}</span>
              </label>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

/** "NC" of "NC: news topics". */
export function shortName(label: string): string {
  return label.split(":")[0]!;
}
