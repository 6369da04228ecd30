import type { Span } from "../api/types";
import { t } from "../i18n";
import { pieces } from "../text/spans";
import { visible } from "../text/visible";

/**
 * Words from a document or from a person: always text, never markup, kept from turning the line around them, hidden
 * characters shown. `lit` (code units) is emphasised.
 */
export function Said({ text, lit = [] }: { text: string; lit?: Span[] }) {
  if (lit.length === 0) return <bdi>{shown(text)}</bdi>;
  const parts = pieces(
    text.length,
    lit.map((span) => ({ span, value: true })),
  );
  return (
    <bdi>
      {parts.map(({ span: [start, end], values }) =>
        values.length > 0 ? (
          <mark key={start}>{shown(text.slice(start, end))}</mark>
        ) : (
          shown(text.slice(start, end))
        ),
      )}
    </bdi>
  );
}

/** A text's pieces, hidden characters as signs. */
export function shown(text: string) {
  const parts = visible(text);
  if (parts.length === 1 && !parts[0]?.hidden) return text;
  return parts.map((part, index) =>
    part.hidden ? (
      <span class="hidden-sign" title={t("hidden.sign", { name: part.hidden })} key={index}>
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}
