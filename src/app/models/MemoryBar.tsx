import { Fragment } from "react";
import type { Fit } from "../../train/fit.ts";
import { binaryBytes } from "../format.ts";
import { memoryParts } from "../store/fit.ts";

/** A run's memory by kind, as one bar against what the device has; the table beside it says the same in numbers. */
export function MemoryBar({ fit: { memory, room } }: { readonly fit: Fit }) {
  const parts = memoryParts(memory);
  const most = room.mostBytes;
  const scale = Math.max(memory.total, most ?? 0);
  const width = (size: number) => `${(100 * size) / scale}%`;
  return (
    <div className="memory">
      <div className="memory-bar" aria-hidden="true">
        <div className="memory-parts" style={{ width: width(memory.total) }}>
          {parts.map(({ id, label, sizeBytes }) => (
            <span
              key={id}
              data-part={id}
              style={{ flexGrow: sizeBytes }}
              title={`${label}: ${binaryBytes(sizeBytes)}`}
            />
          ))}
        </div>
        {most !== undefined && memory.total > most ? (
          <span className="memory-over" style={{ left: width(most), width: width(memory.total - most) }} />
        ) : null}
        {most === undefined ? null : <span className="memory-most" style={{ left: width(most) }} />}
      </div>
      <dl className="memory-key">
        {parts.map(({ id, label, explain, sizeBytes }) => (
          <Fragment key={id}>
            <dt title={`${label}: ${explain}`}>
              <span className="memory-box" data-part={id} aria-hidden="true" />
              {label}
            </dt>
            <dd>{binaryBytes(sizeBytes)}</dd>
          </Fragment>
        ))}
        <dt className="memory-total">In all</dt>
        <dd className="memory-total">
          {binaryBytes(memory.total)}
          {most === undefined ? "" : ` of ${binaryBytes(most)}`}
        </dd>
      </dl>
    </div>
  );
}
