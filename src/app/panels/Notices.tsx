import { Alert, Button } from "@mantine/core";
import { useApp, useServices } from "../context.tsx";
import { ActionButton } from "./ActionButton.tsx";
import { TakingHome } from "./TakingHome.tsx";

/** What went wrong and what to do, and the chance to undo. Both float: nothing on the page moves for them. */
export function Notices() {
  const { store, training } = useServices();
  const { notice, cleared, failed, keeping } = useApp(({ notice, cleared, readiness, keeping }) => ({
    notice,
    cleared,
    failed: readiness.kind === "failed",
    keeping,
  }));
  const retry = () => {
    store.setState({ notice: undefined, readiness: { kind: "starting" } });
    void training.prepare();
  };
  return (
    <div className="notices">
      {notice ? (
        <Alert
          color={notice.mild ? "yellow" : "red"}
          mod={{ mild: notice.mild }}
          title={notice.title}
          withCloseButton
          closeButtonLabel="Close this message"
          onClose={() => store.setState({ notice: undefined })}
        >
          <p className="notice-text">{notice.message}</p>
          {failed ? (
            <Button size="xs" variant="default" onClick={retry}>
              Try again
            </Button>
          ) : null}
        </Alert>
      ) : null}
      {keeping === "nowhere" ? (
        <Alert color="yellow" title="Runs cannot be kept">
          This browser's storage is full or forbidden: runs are gone after a reload. Clear old runs, or allow storage.
        </Alert>
      ) : null}
      {keeping === "elsewhere" ? (
        <Alert
          color="yellow"
          title="Runs are kept in another tab"
          withCloseButton
          closeButtonLabel="Close this message"
          onClose={() => store.setState({ keeping: "elsewhere-told" })}
        >
          The page is open in another tab, which keeps the runs. What is run here is gone after a reload: work there, or
          close that tab and reload this one.
        </Alert>
      ) : null}
      <TakingHome />
      <div role="status">
        {cleared ? (
          <div className="undo">
            {cleared.length} run{cleared.length === 1 ? "" : "s"} cleared.
            <ActionButton action="undoClear" size="compact-sm" variant="default" />
            <Button size="compact-sm" variant="subtle" onClick={() => store.setState({ cleared: undefined })}>
              Close
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
