/** A few plain signs; decoration beside a label, or named by their button. */
const PATHS = {
  run: "M5 3.5v9l8-4.5z",
  pause: "M4.5 3.5h2.5v9H4.5zM9 3.5h2.5v9H9z",
  step: "M4 3.5v9l6-4.5zM11 3.5h1.7v9H11z",
  earlier: "M12 3.5v9L6 8zM3.3 3.5H5v9H3.3z",
  follow:
    "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zm0 1.3a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z",
  stop: "M4 4h8v8H4z",
  sun: "M8 4.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM7.4 1h1.2v2.2H7.4zM7.4 12.8h1.2V15H7.4zM1 7.4h2.2v1.2H1zM12.8 7.4H15v1.2h-2.2zM2.6 3.5l.9-.9 1.5 1.6-.8.8zM11 11.8l.8-.8 1.6 1.5-.9.9zM2.6 12.5l1.6-1.5.8.8-1.5 1.6zM11 4.2l1.5-1.6.9.9-1.6 1.5z",
  moon: "M6.2 2a6.2 6.2 0 1 0 7.8 7.8A5.2 5.2 0 0 1 6.2 2z",
  info: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.2a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7zM7.3 7h1.4v4.5H7.3zM8 4.5a.85.85 0 1 1 0 1.7.85.85 0 0 1 0-1.7z",
  note: "M3.5 2h9v8.5L9 14H3.5zM4.7 3.2v9.6h3.6V9.8h3V3.2zM5.8 5h4.4v1.1H5.8zM5.8 7.2h4.4v1.1H5.8z",
  save: "M7.4 2h1.2v6l2.3-2.3.9.9L8 10.4 4.2 6.6l.9-.9L7.4 8zM3 11h1.2v1.8h7.6V11H13v3H3z",
  remove: "M4.2 3.3 8 7.1l3.8-3.8.9.9L8.9 8l3.8 3.8-.9.9L8 8.9l-3.8 3.8-.9-.9L7.1 8 3.3 4.2z",
  more: "M8 2.4a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM8 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM8 10.8a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
