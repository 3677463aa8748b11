import { useIntersection } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useState } from "react";

/** The tables and the statistics library are fetched when someone comes to see them: a page that trains starts without. */
const PaperSection = lazy(() =>
  import("../paper/PaperSection.tsx").then(
    ({ PaperSection: section }) => ({ default: section }),
    () => ({ default: Missing }),
  ),
);

/** The paper beside one's own runs. */
export function PaperPanel() {
  const { ref, entry } = useIntersection({ rootMargin: "0px" });
  const [wanted, want] = useState(false);
  const isSeen = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (isSeen) want(true);
  }, [isSeen]);
  return (
    <div ref={ref} className="paper-panel">
      {wanted ? (
        <Suspense fallback={<p className="soft">Loading the paper's tables…</p>}>
          <PaperSection />
        </Suspense>
      ) : (
        <p className="soft">The paper's tables</p>
      )}
    </div>
  );
}

function Missing() {
  return <p className="soft">The paper's tables could not be loaded. Reload the page to try again.</p>;
}
