import { t } from "../i18n";
import { type Cited, cite, STYLES, type Style } from "../text/citation";
import { copy } from "../text/copy";
import { say } from "./toast";

async function copied(style: Style, cited: Cited): Promise<void> {
  const words = { page: t("cite.page"), line: t("cite.line"), quotedAfter: t("after") };
  const done = await copy(cite(style, cited, words));
  say(done ? t("cite.copied", { style: t(`cite.${style}`) }) : t("cite.refused"));
}

/** Buttons that copy a quotation with its citation, one for each style. */
export function CiteButtons({ cited }: { cited: Cited }) {
  return (
    <>
      {STYLES.map((style) => (
        <button type="button" key={style} onClick={() => copied(style, cited)}>
          {t("cite.as", { style: t(`cite.${style}`) })}
        </button>
      ))}
    </>
  );
}
