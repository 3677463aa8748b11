/** What a link has locked or hidden, and the way out. */
import type { Control } from "../../experiment/controls.ts";
import { useApp } from "../context.tsx";
import { type Access, accessOf, isLesson } from "../store/share.ts";
import { ActionButton } from "./ActionButton.tsx";
import { Help } from "./Help.tsx";

export function useAccess(control: Control): Access {
  return useApp(({ lesson }) => accessOf(lesson, control));
}

/** For the help of a locked control. */
export function LockedHelp() {
  return (
    <p>
      <b>Locked</b> by the link that opened this page.
    </p>
  );
}

/** Beside the name of something that has no help of its own. */
export function LockedMark({ access }: { access: Access }) {
  return access === "locked" ? <span className="locked-mark">locked by the link</span> : null;
}

/** Says so at the head of the controls; nothing without a lesson. */
export function LessonNote() {
  const { active, locks, hides } = useApp(({ lesson }) => ({
    active: isLesson(lesson),
    locks: lesson.lock.length > 0,
    hides: lesson.hide.length > 0,
  }));
  if (!active) return null;
  const what = [locks ? "locks" : "", hides ? "hides" : ""].filter(Boolean).join(" and ");
  return (
    <p className="lesson-note">
      The link you opened {what} some settings.
      <Help about="locked and hidden settings">
        <p>
          Whoever made the link chose what to look at: locked settings are shown but cannot be changed, hidden ones are
          left out. They count in every run all the same.
        </p>
        <ActionButton action="unlock" size="compact-sm" variant="default" />
      </Help>
    </p>
  );
}
