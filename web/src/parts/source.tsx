import type { SourceSpan } from "../api/types";
import { sentence } from "../api/use";
import { t } from "../i18n";
import { Said } from "./said";

/** Where something stands: file and line or page, leading there. */
export function Where({ source, statement }: { source: SourceSpan; statement?: string }) {
  return (
    <a class="where" href={sentence(source, statement)}>
      <Said text={source.file.replace(/^.*\//, "")} />
      {", "}
      {source.page ? `${t("page.short", { page: source.page })}, ` : ""}
      {t("line.short", { line: source.line })}
    </a>
  );
}
