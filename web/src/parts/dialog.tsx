import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n";

/** The browser's own dialogue: it keeps the focus inside and closes by Escape. */
export function Dialog({
  title,
  close,
  children,
}: {
  title: string;
  close: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => {
      // Unless the focus is elsewhere already.
      const now = document.activeElement;
      if (!now || now === document.body || element?.contains(now)) before?.focus?.();
    };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={close} onCancel={close}>
      <div class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" class="quiet" onClick={close} aria-label={t("close")}>
          ×
        </button>
      </div>
      {children}
    </dialog>
  );
}
