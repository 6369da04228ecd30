import { useState } from "preact/hooks";
import type { Statement } from "../api/types";
import { t } from "../i18n";
import { Dialog } from "../parts/dialog";
import { Said } from "../parts/said";
import type { Cited } from "../text/citation";
import { type Draft, DraftFields } from "./form";
import { change, correct, filledRoles } from "./make";
import { ROLES } from "./roles";

/** A statement's kind, date, modality and roles, to be put right. The sentence stays in view. */
export function EditStatement({ statement, close }: { statement: Statement; close: () => void }) {
  const [draft, set] = useState<Draft>({
    kind: statement.kind,
    date: statement.date,
    modality: statement.modality,
    roles: Object.entries(statement.roles).flatMap(([role, fillers]) =>
      fillers.map((filler): [string, string] => [role, filler.text]),
    ),
  });
  const made = change(statement, draft);
  const keep = async () => made !== null && correct({ do: "set", statement: { id: statement.id }, ...made });
  return (
    <Form
      title={t("correct.edit.title")}
      quote={statement.quote}
      draft={draft}
      set={set}
      keep={keep}
      ready={made !== null}
      close={close}
    />
  );
}

/** A statement that was not read: what the selected words say. */
export function AddStatement({ cited, close }: { cited: Cited; close: () => void }) {
  const [draft, set] = useState<Draft>({
    kind: "message",
    date: "",
    modality: "asserted",
    roles: ROLES.message.slice(0, 2).map((role) => [role, ""]),
  });
  const roles = filledRoles(draft.roles);
  const { kind, modality } = draft;
  const { quote, source } = cited;
  const telling = { source: cited.hash ?? source.file, file: source.file, kind, modality, roles, quote };
  return (
    <Form
      title={t("correct.add")}
      quote={quote}
      draft={draft}
      set={(next) => set(next.kind === kind ? next : { ...next, roles: moved(next) })}
      keep={() => correct({ do: "add", statement: { ...telling, date: draft.date.trim() } })}
      ready={Object.keys(roles).length > 0}
      close={close}
    />
  );
}

/** After the kind was changed: its own roles where nothing was filled in yet. */
function moved({ kind, roles }: Draft): [string, string][] {
  const filled = roles.filter(([, text]) => text.trim() !== "");
  if (filled.length > 0) return roles;
  return ROLES[kind].slice(0, 2).map((role) => [role, ""]);
}

function Form({
  title,
  quote,
  draft,
  set,
  keep,
  ready,
  close,
}: {
  title: string;
  quote: string;
  draft: Draft;
  set: (draft: Draft) => void;
  keep: () => Promise<boolean>;
  ready: boolean;
  close: () => void;
}) {
  return (
    <Dialog title={title} close={close}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (ready && (await keep())) close();
        }}
      >
        <blockquote>
          <Said text={quote} />
        </blockquote>
        <DraftFields draft={draft} set={set} />
        <p class="buttons">
          <button type="submit" class="main" disabled={!ready}>
            {t("keep")}
          </button>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
