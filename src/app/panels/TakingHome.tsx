import { Button, Progress } from "@mantine/core";
import { useApp, useServices } from "../context.tsx";
import { bytes, duration } from "../format.ts";

/** How far the packing of a model is; it floats with the notices. */
export function TakingHome() {
  const { home } = useServices();
  const packing = useApp(({ takingHome }) => ({ takingHome })).takingHome;
  if (!packing) return null;
  const { name, doneBytes, totalBytes, msLeft } = packing;
  const share = totalBytes > 0 ? (100 * doneBytes) / totalBytes : 0;
  const amount = totalBytes > 0 ? `${bytes(doneBytes)} of ${bytes(totalBytes)}` : "reading the run's weights";
  return (
    <section className="taking-home" aria-label="Model being saved">
      <p className="taking-home-title">Saving {name}.zip</p>
      <Progress.Root size="sm" transitionDuration={100}>
        <Progress.Section value={share} aria-label="Part of the file that is written" />
      </Progress.Root>
      <p className="taking-home-numbers">
        <span>
          {amount}
          {msLeft === undefined ? "" : `, ${duration(msLeft)} left`}
        </span>
        <Button size="compact-sm" variant="default" onClick={() => home.cancel()}>
          Cancel
        </Button>
      </p>
    </section>
  );
}
