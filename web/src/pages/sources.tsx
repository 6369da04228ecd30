import type { Page, Source } from "../api/types";
import { usePages } from "../api/use";
import { number, t, word } from "../i18n";
import { More, Nothing, Trouble, Waiting } from "../parts/notices";
import { Said } from "../parts/said";
import { address } from "../router";

export function SourcesPage() {
  return (
    <section class="page">
      <h1>{t("nav.sources")}</h1>
      <SourceList />
    </section>
  );
}

/** The documents of the record; each leads to its text. */
export function SourceList({ brief = false }: { brief?: boolean }) {
  const found = usePages<Source, Page<Source>>("sources", { limit: brief ? 12 : 200 });
  const shown = found.lines.filter((source) => !brief || !source.retired);
  return (
    <>
      <Trouble asked={found} />
      <Waiting asked={found} />
      {found.data && shown.length === 0 && (
        <Nothing>
          {t("sources.none")} <a href="/add">{t("nav.add")}</a>
        </Nothing>
      )}
      {shown.length > 0 && (
        <div class="scroll">
          <table class="sources">
            <thead>
              <tr>
                <th scope="col">{t("source")}</th>
                <th scope="col">{t("source.lang")}</th>
                {!brief && <th scope="col">{t("source.format")}</th>}
                <th scope="col">{t("source.damage")}</th>
                <th scope="col" class="figure">
                  {t("source.passages")}
                </th>
                <th scope="col" class="figure">
                  {t("source.statements")}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((source) => (
                <tr key={source.hash} data-item>
                  <th scope="row">
                    <a href={address("/source", { file: source.file })}>
                      <Said text={source.file} />
                    </a>
                    {source.retired && <span class="badge">{t("source.retired")}</span>}
                  </th>
                  <td>{source.lang && word("lang", source.lang)}</td>
                  {!brief && (
                    <td>
                      {source.format}
                      {source.encoding && `, ${source.encoding}`}
                    </td>
                  )}
                  <td>
                    <Damage damage={source.damage} />
                  </td>
                  <td class="figure" data-label={t("source.passages")}>
                    {number(source.passages)}
                  </td>
                  <td class="figure" data-label={t("source.statements")}>
                    {number(source.statements)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {brief ? (
        found.more && (
          <p>
            <a href="/sources">{t("more")}</a>
          </p>
        )
      ) : (
        <More more={found.more} loading={found.loading} />
      )}
    </>
  );
}

/** How many passages were damaged in which way; sound ones are not mentioned. */
function Damage({ damage }: { damage: Record<string, number> }) {
  const kinds = Object.entries(damage).filter(([kind]) => kind !== "none" && kind !== "layout-only");
  if (kinds.length === 0) return <span class="faint">{t("damage.sound")}</span>;
  return <>{kinds.map(([kind, count]) => `${word("damage", kind)} (${number(count)})`).join(", ")}</>;
}
