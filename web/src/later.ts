import { useEffect, useRef } from "preact/hooks";

/** Runs the last of several acts after a pause, so that typing and dragging do not ask at every step. */
export function useLater(milliseconds: number): (act: () => void) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (act) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, milliseconds);
  };
}
