import { useState } from "preact/hooks";
import { KINDS, type Kind, MODALITIES, type Modality, type Statement } from "../api/types";
import { t, word } from "../i18n";
import { Dialog } from "../parts/dialog";
import { Said } from "../parts/said";
import { inWords } from "../time/edtf";
import { change, correct } from "./make";
import { ROLES } from "./roles";

/** A statement's kind, date, modality and roles, to be put right. The sentence stays in view. */
export function EditStatement({ statement, close }: { statement: Statement; close: () => void }) {
  const [kind, setKind] = useState<Kind>(statement.kind);
  const [date, setDate] = useState(statement.date);
  const [modality, setModality] = useState<Modality>(statement.modality);
  const [roles, setRoles] = useState<[string, string][]>(
    Object.entries(statement.roles).flatMap(([role, fillers]) =>
      fillers.map((filler): [string, string] => [role, filler.text]),
    ),
  );
  const made = change(statement, { kind, date, modality, roles });
  const put = (index: number, role: string, text: string) =>
    setRoles(roles.map((row, at) => (at === index ? [role, text] : row)));
  return (
    <Dialog title={t("correct.edit.title")} close={close}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (made && (await correct({ do: "set", statement: { id: statement.id }, ...made }))) close();
        }}
      >
        <blockquote>
          <Said text={statement.quote} />
        </blockquote>
        <div class="fields">
          <label>
            {t("kind")}
            <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)}>
              {KINDS.map((each) => (
                <option value={each} key={each}>
                  {word("kind", each)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("modality")}
            <select value={modality} onChange={(event) => setModality(event.currentTarget.value as Modality)}>
              {MODALITIES.map((each) => (
                <option value={each} key={each}>
                  {t(`modality.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("date")}
            <input
              value={date}
              onInput={(event) => setDate(event.currentTarget.value)}
              placeholder="1920-04-28"
            />
            <small>{inWords(date)}</small>
          </label>
        </div>
        <fieldset>
          <legend>{t("roles")}</legend>
          {roles.map(([role, text], index) => (
            <div class="row" key={index}>
              <select
                aria-label={t("role")}
                value={role}
                onChange={(event) => put(index, event.currentTarget.value, text)}
              >
                {[...new Set([...ROLES[kind], role])].map((each) => (
                  <option value={each} key={each}>
                    {word("role", each)}
                  </option>
                ))}
              </select>
              <input
                aria-label={word("role", role)}
                value={text}
                onInput={(event) => put(index, role, event.currentTarget.value)}
              />
              <button
                type="button"
                class="quiet"
                aria-label={t("remove")}
                onClick={() => setRoles(roles.filter((_, at) => at !== index))}
              >
                ×
              </button>
            </div>
          ))}
          <button type="button" onClick={() => setRoles([...roles, [ROLES[kind][0] ?? "about", ""]])}>
            {t("role.add")}
          </button>
        </fieldset>
        <p class="buttons">
          <button type="submit" class="main" disabled={!made}>
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
