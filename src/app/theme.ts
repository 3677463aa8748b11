import { createTheme, Modal } from "@mantine/core";

export const theme = createTheme({
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", Menlo, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: "620" },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  primaryColor: "ocean",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  components: {
    // A dialog's <header> lies outside <main>: for screen readers it would be a second banner of the page.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: "none" } } } }),
  },
  colors: {
    // The blues of Figure 1.
    ocean: [
      "#eef5fb",
      "#d9e8f5",
      "#b0d0ea",
      "#84b6de",
      "#5f9fd2",
      "#4288c4",
      "#2a73b6",
      "#185da6",
      "#0f4686",
      "#08306b",
    ],
  },
});
