import { Button } from "@mantine/core";
import type { DataSummary } from "../../worker/data-store.ts";
import { thousands } from "../format.ts";
import { downloadText } from "../services/files.ts";
import { languageName } from "../store/series.ts";
import { faultsText, SHOWN_FAULTS } from "./faults.ts";

/** The folders before it are in its title. */
function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What was found in data of one's own, by language and split, and what could not be used. */
export function DataReport({ set }: { set: DataSummary }) {
  const { parts, notes, faults, faultCount } = set;
  return (
    <div className="data-report">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard. */}
      <section className="data-scroll" tabIndex={0} aria-label="Examples found">
        <table className="data-table data-parts">
          <caption className="sr-only">Examples by language and split</caption>
          <thead>
            <tr>
              <th scope="col">Used for</th>
              <th scope="col">Language</th>
              <th scope="col">Found</th>
              <th scope="col" title="A random sample, as large as a run can ask for">
                Kept
              </th>
              <th scope="col">Files</th>
            </tr>
          </thead>
          <tbody>
            {parts.map(({ split, language, found, kept, files }) => (
              <tr key={`${split} ${language}`}>
                <td>{split === "train" ? "Training" : "Testing"}</td>
                <td>{languageName(language)}</td>
                <td>{thousands(found)}</td>
                <td>{thousands(kept)}</td>
                <td title={files.join("\n")}>{files.length === 1 ? lastPart(files[0]!) : `${files.length} files`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {notes.length > 0 ? (
        <ul className="data-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      {faultCount > 0 ? (
        <div className="data-faults">
          <p>
            <b>{thousands(faultCount)}</b> {faultCount === 1 ? "place" : "places"} in the files could not be used and{" "}
            {faultCount === 1 ? "is" : "are"} left out
            {faultCount > SHOWN_FAULTS ? `; the first ${SHOWN_FAULTS}:` : ":"}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard. */}
          <section className="data-scroll" tabIndex={0} aria-label="What could not be used">
            <ol>
              {faults.slice(0, SHOWN_FAULTS).map(({ file, place, message }) => (
                <li key={`${file} ${place} ${message}`}>
                  <b>
                    {file}, {place}
                  </b>{" "}
                  {message}
                </li>
              ))}
            </ol>
          </section>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => downloadText("graddrop-data-faults.txt", faultsText(set), "text/plain")}
          >
            Save {faultCount > faults.length ? `the first ${faults.length}` : "all"} as a file
          </Button>
        </div>
      ) : null}
    </div>
  );
}
