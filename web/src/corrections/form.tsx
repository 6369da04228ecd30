import { KINDS, type Kind, MODALITIES, type Modality } from "../api/types";
import { t, word } from "../i18n";
import { inWords } from "../time/edtf";
import { ROLES } from "./roles";

/** What a statement says, while a person puts it down. */
export interface Draft {
  kind: Kind;
  date: string;
  modality: Modality;
  roles: [string, string][];
}

/** Kind, modality, date and roles of a statement. */
export function DraftFields({ draft, set }: { draft: Draft; set: (draft: Draft) => void }) {
  const { kind, date, modality, roles } = draft;
  const put = (index: number, role: string, text: string) =>
    set({ ...draft, roles: roles.map((row, at) => (at === index ? [role, text] : row)) });
  return (
    <>
      <div class="fields">
        <label>
          {t("kind")}
          <select
            value={kind}
            onChange={(event) => set({ ...draft, kind: event.currentTarget.value as Kind })}
          >
            {KINDS.map((each) => (
              <option value={each} key={each}>
                {word("kind", each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("modality")}
          <select
            value={modality}
            onChange={(event) => set({ ...draft, modality: event.currentTarget.value as Modality })}
          >
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
            onInput={(event) => set({ ...draft, date: event.currentTarget.value })}
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
              onClick={() => set({ ...draft, roles: roles.filter((_, at) => at !== index) })}
            >
              ×
            </button>
          </div>
        ))}
        <button
          type="button"
          onClick={() => set({ ...draft, roles: [...roles, [ROLES[kind][0] ?? "about", ""]] })}
        >
          {t("role.add")}
        </button>
      </fieldset>
    </>
  );
}
