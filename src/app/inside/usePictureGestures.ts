import { type PointerEvent, useEffect, useRef } from "react";
import { type Frame, panned, type Spot, type Zoom, zoomedAt } from "../store/zoom.ts";

/** Pixels that a pointer may tremble before it drags. */
const TREMBLE = 4;
/** Enlargement by a notch of the wheel (100) or by the same way of two fingers on a pad, which counts finer. */
const WHEEL_RATE = 0.003;
const PINCH_RATE = 0.012;

interface Gestures {
  /** As it is now: several events may come between two drawings. */
  readonly zoomNow: () => Zoom;
  readonly frame: Frame;
  readonly onZoom: (zoom: Zoom) => void;
  /** The pointer is over a spot, or was set down there, while this is shown. */
  readonly onAim: (spot: Spot, zoom: Zoom) => void;
}

interface Pointer {
  readonly x: number;
  readonly y: number;
}

/**
 * Mouse, pen and fingers on a window: the wheel and two fingers enlarge, dragging moves what is enlarged. The plain wheel only
 * after a click into the window, so that whoever scrolls past stays on their way.
 *
 * @returns a ref for the window, and its handlers
 */
export function usePictureGestures(gestures: Gestures) {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(gestures);
  latest.current = gestures;
  const pointers = useRef(new Map<number, Pointer>());
  const dragged = useRef(false);

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    function onWheel(event: WheelEvent) {
      const { zoomNow, frame, onZoom, onAim } = latest.current;
      const zoom = zoomNow();
      const isPinch = event.ctrlKey || event.metaKey;
      if (!isPinch && !target?.contains(document.activeElement)) return;
      const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
      const spot = spotOf(event);
      const next = zoomedAt(zoom, Math.exp(-delta * (isPinch ? PINCH_RATE : WHEEL_RATE)), spot, frame);
      if (next.scale === zoom.scale && !isPinch) return;
      event.preventDefault();
      onZoom(next);
      onAim(spot, next);
    }
    function spotOf({ clientX, clientY }: WheelEvent): Spot {
      const box = target!.getBoundingClientRect();
      return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
    }
    // React listens passively to wheels, which then cannot be kept from scrolling the page.
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, []);

  const spotIn = (box: DOMRect, { x, y }: Pointer): Spot => ({
    x: (x - box.left) / box.width,
    y: (y - box.top) / box.height,
  });

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    dragged.current = pointers.current.size > 1;
    const spot = spotIn(event.currentTarget.getBoundingClientRect(), { x: event.clientX, y: event.clientY });
    latest.current.onAim(spot, latest.current.zoomNow());
    // On the canvas rather than here: the canvas takes the focus, and whoever drags may leave the window.
    if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const { zoomNow, frame, onZoom, onAim } = latest.current;
    const zoom = zoomNow();
    const box = event.currentTarget.getBoundingClientRect();
    const to: Pointer = { x: event.clientX, y: event.clientY };
    // A button that was let go elsewhere.
    if (event.buttons === 0) pointers.current.delete(event.pointerId);
    const from = pointers.current.get(event.pointerId);
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, pointer]) => pointer);
    const [other] = others;
    if (from && other) {
      pointers.current.set(event.pointerId, to);
      const middle = (a: Pointer, b: Pointer) => spotIn(box, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
      const way = (a: Pointer, b: Pointer) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
      const [before, after] = [middle(from, other), middle(to, other)];
      const moved = panned(zoom, { x: after.x - before.x, y: after.y - before.y }, frame);
      onZoom(zoomedAt(moved, way(to, other) / way(from, other), after, frame));
      return;
    }
    if (from && zoom.scale > 1) {
      if (!dragged.current && Math.hypot(to.x - from.x, to.y - from.y) < TREMBLE) return;
      dragged.current = true;
      pointers.current.set(event.pointerId, to);
      onZoom(panned(zoom, { x: (to.x - from.x) / box.width, y: (to.y - from.y) / box.height }, frame));
      return;
    }
    onAim(spotIn(box, to), zoom);
  }

  function onPointerEnd(event: PointerEvent<HTMLDivElement>) {
    pointers.current.delete(event.pointerId);
  }

  return {
    ref: element,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: onPointerEnd,
      onPointerCancel: onPointerEnd,
      onLostPointerCapture: onPointerEnd,
    },
  };
}
