import { useMemo, useState } from "preact/hooks";
import type { Passage, Source, Span } from "../api/types";
import { t, word } from "../i18n";
import { memo } from "../memo";
import { KindMark } from "../parts/kind";
import { Said } from "../parts/said";
import { StatementCard } from "../parts/statement";
import { ask } from "../router";
import { Aligned } from "./aligned";
import { Annotated } from "./annotated";

/** A passage that is longer than this is shown in parts, so that a word of ten megabytes stops nobody. In code units. */
const LONG = 20_000;

/** One passage: its place at the left, its text, the original beside it on demand, its statements in the margin. */
export const PassageRow = memo(function PassageRow({
  passage,
  source,
  original,
  asked,
  statement,
}: {
  passage: Passage;
  source: Source;
  original: boolean;
  /** The part of its text, in bytes, that the address names. */
  asked: Span | null;
  /** The statement that the address names. */
  statement: string | null;
}) {
  const [shown, show] = useState(LONG);
  const text = passage.text.length > shown ? passage.text.slice(0, shown) : passage.text;
  const rest = passage.text.length - text.length;
  const Heading = passage.kind === "heading" ? "h2" : "p";
  const short = useMemo(() => ({ ...passage, text }), [passage, text]);
  // In the order of the text, so that the margin goes along with it.
  const told = useMemo(() => [...passage.statements].sort((a, b) => a.text[0] - b.text[0]), [passage]);
  const damaged = passage.damage !== "layout-only" && passage.damage !== "none";
  return (
    <div
      class={`passage passage-${passage.kind}${asked ? " here" : ""}`}
      id={`p-${passage.number}`}
      data-item
      data-line={passage.line}
      data-page={passage.page ?? undefined}
      data-start={passage.source[0]}
      data-end={passage.source[1]}
    >
      <p class="place">
        <a
          href={`?file=${encodeURIComponent(source.file)}&passage=${passage.number}`}
          title={damaged ? word("damage", passage.damage) : undefined}
        >
          {passage.page ? t("page.short", { page: passage.page }) : t("line.short", { line: passage.line })}
        </a>
        {damaged && <span class="faint"> {word("damage", passage.damage)}</span>}
      </p>
      <div class="words">
        {original && passage.original ? (
          <Aligned passage={short} source={source} heading={Heading} asked={asked} statement={statement} />
        ) : (
          <Heading class="restored" lang={passage.lang ?? undefined}>
            <Annotated passage={short} source={source} asked={asked} statement={statement} />
          </Heading>
        )}
        {rest > 0 && (
          <button type="button" onClick={() => show(shown + LONG)}>
            {t("reader.rest", { count: rest })}
          </button>
        )}
      </div>
      {told.length > 0 && (
        <aside class="margin" aria-label={t("reader.margin", { line: passage.line })}>
          {told.map((each) => (
            <Told
              key={each.id}
              told={each}
              passage={passage.number}
              source={source}
              asked={each.id === statement}
            />
          ))}
        </aside>
      )}
    </div>
  );
});

/** A statement in the margin: a line, and all of it when it is opened, which the address then says. */
function Told({
  told,
  passage,
  source,
  asked,
}: {
  told: Passage["statements"][number];
  passage: number;
  source: Source;
  asked: boolean;
}) {
  const [open, set] = useState(asked);
  const elsewhere = { offset: null, end: null, line: null, page: null, note: null };
  return (
    <details
      open={asked}
      onToggle={(event) => {
        set(event.currentTarget.open);
        if (event.currentTarget.open && !asked) {
          ask({ file: source.file, passage, statement: told.id, ...elsewhere });
        }
      }}
    >
      <summary>
        <KindMark kind={told.kind} />{" "}
        <span class="faint">
          <Said text={gist(told)} />
        </span>
      </summary>
      {(open || asked) && <StatementCard statement={told} quote={false} />}
    </details>
  );
}

/** Who or what a statement speaks of, in a line. */
function gist(statement: Passage["statements"][number]): string {
  const texts = Object.values(statement.roles).flatMap((fillers) =>
    fillers.map((filler) => filler.entity ?? filler.text),
  );
  return texts.slice(0, 2).join(", ");
}
