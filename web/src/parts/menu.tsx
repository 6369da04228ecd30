import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A small list of acts behind a button. Closes by Escape, by a choice, and when something else is clicked. */
export function Menu({
  label,
  sign,
  children,
}: {
  label: string;
  sign: string;
  children: ComponentChildren;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const element = details.current;
    if (!element) return;
    const outside = (event: Event) => {
      if (element.open && !element.contains(event.target as Node)) element.open = false;
    };
    document.addEventListener("click", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("click", outside);
      document.removeEventListener("focusin", outside);
    };
  }, []);
  const close = (focus: boolean) => {
    if (!details.current?.open) return;
    details.current.open = false;
    if (focus) details.current.querySelector("summary")?.focus();
  };
  return (
    <details
      class="menu"
      ref={details}
      onKeyDown={(event) => {
        if (event.key === "Escape") close(true);
      }}
    >
      <summary aria-label={label} title={label}>
        {sign}
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside act; a choice also closes the list. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a button pressed by key is a click as well. */}
      <div class="menu-list" onClick={() => close(false)}>
        {children}
      </div>
    </details>
  );
}
