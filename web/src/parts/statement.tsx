import type { ComponentChildren } from "preact";
import type { Filler, Statement } from "../api/types";
import { StatementActions } from "../corrections/actions";
import { number, t, word } from "../i18n";
import { memo } from "../memo";
import { inWords } from "../time/edtf";
import { Name } from "./entity";
import { KindMark } from "./kind";
import { Said } from "./said";
import { Where } from "./source";

/** How sure the reader was, in words and as a figure: never as a colour alone. */
export function Sureness({ confidence }: { confidence: number }) {
  const level = confidence >= 0.85 ? "high" : confidence >= 0.6 ? "middling" : "low";
  return (
    <span class={`sureness sureness-${level}`} title={t("sureness.title", { value: number(confidence) })}>
      {t(`sureness.${level}`)}
    </span>
  );
}

// Roles in the order in which a person would tell them.
const ORDER = [
  "from",
  "by",
  "actor",
  "subject",
  "parties",
  "participants",
  "person",
  "who",
  "what",
  "office",
  "value",
  "unit",
  "to",
  "of",
  "target",
  "name",
  "form",
  "change",
  "place",
  "about",
];
const place = (role: string): number => (ORDER.indexOf(role) + 1 || ORDER.length + 1) - 1;
// Roles whose fillers are words of the record's own, not of the text.
const WORDS: Record<string, string> = { form: "form", change: "change" };

export function Roles({ roles }: { roles: Record<string, Filler[]> }) {
  const named = Object.entries(roles).sort(([a], [b]) => place(a) - place(b));
  return (
    <dl class="roles">
      {named.map(([role, fillers]) => (
        <div key={role}>
          <dt>{word("role", role)}</dt>
          <dd>
            {fillers.map((filler, index) => (
              <span key={filler.text}>
                {index > 0 && ", "}
                {filler.entity ? (
                  <Name text={filler.text} entity={filler.entity} />
                ) : WORDS[role] ? (
                  word(WORDS[role], filler.text)
                ) : (
                  <Said text={filler.text} />
                )}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What people did with a statement. */
function Marks({ statement: { corrected, verdict, origin } }: { statement: Statement }) {
  const maker = origin && ("person" in origin ? origin.person : origin.import);
  return (
    <>
      {corrected && <span class="badge badge-corrected">{t("corrected")}</span>}
      {verdict && <span class="badge badge-corrected">{t(`verdict.${verdict}`)}</span>}
      {maker && (
        <span class="badge">
          {t("origin")} <Said text={maker} />
        </span>
      )}
    </>
  );
}

/** A corrected statement as it was read: the reading is never lost. */
function AsRead({ read }: { read: NonNullable<Statement["as_read"]> }) {
  return (
    <details class="as-read">
      <summary>{t("as-read")}</summary>
      <p>
        {inWords(read.date)} · {word("kind", read.kind)} · {t(`modality.${read.modality}`)}
      </p>
      <Roles roles={read.roles} />
    </details>
  );
}

/** A statement: when, of which kind, who and what, in which sentence. */
export const StatementCard = memo(function StatementCard({
  statement,
  quote = true,
  children,
}: {
  statement: Statement;
  quote?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <article class="statement" id={`s-${statement.id}`}>
      <header>
        <span class="date">{inWords(statement.date)}</span>
        <KindMark kind={statement.kind} />
        {statement.modality !== "asserted" && (
          <span class="badge">{t(`modality.${statement.modality}`)}</span>
        )}
        <Marks statement={statement} />
        <Sureness confidence={statement.confidence} />
        <StatementActions statement={statement} />
      </header>
      <Roles roles={statement.roles} />
      {quote && (
        <blockquote>
          <Said text={statement.quote} />
        </blockquote>
      )}
      {statement.as_read && <AsRead read={statement.as_read} />}
      <footer>
        <Where source={statement.source} statement={statement.id} />
        {statement.citation && (
          <span class="authority">
            {t("after")} <Said text={statement.citation} />
          </span>
        )}
        {children}
      </footer>
    </article>
  );
});
