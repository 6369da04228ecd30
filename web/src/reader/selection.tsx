import { useEffect, useState } from "preact/hooks";
import type { Source } from "../api/types";
import { t } from "../i18n";
import { lazy } from "../lazy";
import { CiteButtons } from "../parts/cite";
import type { Cited } from "../text/citation";
import { placeOf } from "./place";

const AddStatement = lazy(() => import("../corrections/edit").then((module) => module.AddStatement));

/** Offers to copy what is selected, with its citation, and to put down what it says. */
export function Selection({ source }: { source: Source }) {
  const [cited, set] = useState<Cited | null>(null);
  const [adding, add] = useState<Cited | null>(null);
  useEffect(() => {
    const changed = () => {
      const found = placeOf(document.getSelection(), source);
      if (found) set(found);
      // The buttons themselves take the focus, and a click may clear the selection: they stay while they are used.
      else if (!document.activeElement?.closest(".selection")) set(null);
    };
    document.addEventListener("selectionchange", changed);
    return () => document.removeEventListener("selectionchange", changed);
  }, [source]);
  return (
    <>
      {cited && !adding && (
        <div class="selection" role="toolbar" aria-label={t("cite")}>
          <span>{t("cite")}</span>
          <CiteButtons cited={cited} />
          <button type="button" onClick={() => add(cited)}>
            {t("correct.add.open")}
          </button>
          <button type="button" class="quiet" aria-label={t("close")} onClick={() => set(null)}>
            ×
          </button>
        </div>
      )}
      {adding && <AddStatement cited={adding} close={() => add(null)} />}
    </>
  );
}
