import { useState } from "preact/hooks";
import type { Statement } from "../api/types";
import { t } from "../i18n";
import { lazy } from "../lazy";
import { CiteButtons } from "../parts/cite";
import { Menu } from "../parts/menu";
import { correct } from "./make";

const EditStatement = lazy(() => import("./edit").then((module) => module.EditStatement));
const NoteDialog = lazy(() => import("./note").then((module) => module.NoteDialog));

/** What can be done with a statement, wherever it is shown. */
export function StatementActions({ statement }: { statement: Statement }) {
  const [open, set] = useState<"edit" | "note" | null>(null);
  const close = () => set(null);
  return (
    <>
      <Menu label={t("statement.actions")} sign="⋯">
        <button type="button" onClick={() => correct({ do: "confirm", statement: { id: statement.id } })}>
          {t("correct.confirm")}
        </button>
        <button type="button" onClick={() => correct({ do: "reject", statement: { id: statement.id } })}>
          {t("correct.reject")}
        </button>
        <button type="button" onClick={() => set("edit")}>
          {t("correct.edit")}
        </button>
        <button type="button" onClick={() => set("note")}>
          {t("correct.note")}
        </button>
        <hr />
        <CiteButtons cited={statement} />
      </Menu>
      {open === "edit" && <EditStatement statement={statement} close={close} />}
      {open === "note" && (
        <NoteDialog
          title={t("correct.note")}
          quote={statement.quote}
          close={close}
          keep={(note) => correct({ do: "note", statement: { id: statement.id }, note })}
        />
      )}
    </>
  );
}
