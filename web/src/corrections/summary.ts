import { t, word } from "../i18n";
import { shortened } from "../text/visible";
import { inWords } from "../time/edtf";
import type { Correction } from "./make";

type Known = {
  statement?: { id?: string; quote?: string };
  entity?: { name?: string };
  entities?: { name?: string }[];
  between?: { id?: string; quote?: string }[];
  holds?: string;
  about?: string;
  disagreement?: string;
  name?: string;
  into?: string;
  marks?: { text?: string }[];
  kind?: string;
  date?: string;
  modality?: string;
  roles?: Record<string, unknown>;
  correction?: string;
};

/** A correction in a line. What it speaks of comes from the log; nothing is taken for granted. */
export function summary(correction: Correction): string {
  const { statement, entity, entities, between, holds, about, name, into, marks } = correction as Known;
  switch (correction.do) {
    case "merge":
      return (entities ?? []).map((each) => each.name ?? "").join(" = ");
    case "split":
      return `${entity?.name ?? ""}: ${(marks ?? []).map((mark) => mark.text ?? "").join(", ")} → ${into ?? ""}`;
    case "rename":
      return `${entity?.name ?? ""} → ${name ?? ""}`;
    case "decide": {
      const held = between?.find((each) => each.id === holds)?.quote;
      return `${about ?? ""}${held ? `: “${shortened(held, 160)}”` : ""}`;
    }
    case "undo":
      return (correction as Known).correction ?? "";
    case "set":
      return `${said(statement?.quote)} ${changes(correction as Known)}`;
    default:
      return statement ? said(statement.quote) : (entity?.name ?? "");
  }
}

const said = (quote: string | undefined): string => (quote ? `“${shortened(quote, 200)}”` : "");

function changes({ kind, date, modality, roles }: Known): string {
  const parts: string[] = [];
  if (kind) parts.push(`${t("kind")}: ${word("kind", kind)}`);
  if (date !== undefined) parts.push(`${t("date")}: ${inWords(date)}`);
  if (modality) parts.push(`${t("modality")}: ${t(`modality.${modality}`)}`);
  for (const [role, fillers] of Object.entries(roles ?? {}))
    parts.push(`${word("role", role)}: ${texts(fillers)}`);
  return parts.length > 0 ? `(${parts.join("; ")})` : "";
}

/** Fillers as the log writes them: a text, or several, or texts with their entities. */
function texts(fillers: unknown): string {
  const list = Array.isArray(fillers) ? fillers : [fillers];
  return list.map((filler) => (typeof filler === "string" ? filler : (filler?.text ?? ""))).join(", ") || "–";
}
