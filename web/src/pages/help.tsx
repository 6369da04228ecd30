import { t } from "../i18n";

/** How a search is asked: what the search room understands, by example. */
const EXAMPLES: [string, string][] = [
  ["Çiçerin nota", "help.words"],
  ['"xarici işlər naziri"', "help.phrase"],
  ["Denikin OR Vrangel", "help.or"],
  ["nota -telegram", "help.not"],
  ["Naxç*   Nerimanof~", "help.near"],
  ["kind:message who:Chicherin place:Bakı", "help.fields"],
  ["from:1920-01 to:1920-04 lang:ru source:notalar.txt", "help.limits"],
];

export function SearchHelp() {
  return (
    <details class="help">
      <summary>{t("help")}</summary>
      <dl>
        {EXAMPLES.map(([asked, key]) => (
          <div key={key}>
            <dt>
              <code>{asked}</code>
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
