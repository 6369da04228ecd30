import { useMemo } from "preact/hooks";
import type { Passage, Source, Span } from "../api/types";
import { number, t, word } from "../i18n";
import { shown } from "../parts/said";
import { address } from "../router";
import { type Mark, Offsets, pieces } from "../text/spans";
import { inWords } from "../time/edtf";

type Said =
  | { is: "time"; value: string | null }
  | { is: "mention"; class: string; entity: { id: string; name: string } }
  | { is: "statement"; id: string }
  | { is: "doubt"; alternatives: string[]; probability: number }
  | { is: "asked" };

/** A passage's text with what was found in it: names lead on, times and doubtful words tell about themselves. */
export function Annotated({
  passage,
  asked,
  statement,
}: {
  passage: Passage;
  source: Source;
  asked: Span | null;
  statement: string | null;
}) {
  const parts = useMemo(() => {
    const offsets = new Offsets(passage.text);
    const marks: Mark<Said>[] = [
      ...passage.statements.map((each) => ({
        span: offsets.span(each.text),
        value: { is: "statement", id: each.id } as const,
      })),
      ...passage.times.map((each) => ({
        span: offsets.span(each.text),
        value: { is: "time", value: each.value } as const,
      })),
      ...passage.mentions.map((each) => ({
        span: offsets.span(each.text),
        value: { is: "mention", class: each.class, entity: each.entity } as const,
      })),
      ...passage.doubts.map((each) => ({
        span: offsets.span(each.span),
        value: { is: "doubt", alternatives: each.alternatives, probability: each.probability } as const,
      })),
    ];
    const chosen = passage.statements.find((each) => each.id === statement);
    const lit = chosen ? offsets.span(chosen.text) : asked ? offsets.span(asked) : null;
    if (lit) marks.push({ span: lit, value: { is: "asked" } });
    return pieces(passage.text.length, marks);
  }, [passage, asked, statement]);
  return (
    <bdi>
      {parts.map(({ span: [start, end], values }) => (
        <Piece key={start} text={passage.text.slice(start, end)} said={values} />
      ))}
    </bdi>
  );
}

function Piece({ text, said }: { text: string; said: Said[] }) {
  let made = <>{shown(text)}</>;
  const of = <K extends Said["is"]>(is: K) => said.find((each) => each.is === is) as Extract<Said, { is: K }>;
  const [time, mention, doubt] = [of("time"), of("mention"), of("doubt")];
  if (doubt) {
    const percent = number(Math.round(doubt.probability * 100));
    const told = t("doubt.title", { percent, alternatives: doubt.alternatives.join(", ") || "–" });
    made = (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its other readings are shown when it has the focus.
      <span class="doubt" title={told} data-told={told} tabIndex={0}>
        {made}
        <span class="unseen"> ({told})</span>
      </span>
    );
  }
  if (time) {
    made = (
      <span class="time" title={time.value ? inWords(time.value) : t("date.none")}>
        {made}
      </span>
    );
  }
  if (mention) {
    made = (
      <a
        class={`mention mention-${mention.class.toLowerCase()}`}
        href={
          mention.entity.id
            ? `/entity/${encodeURIComponent(mention.entity.id)}`
            : address("/entity", { name: mention.entity.name })
        }
        title={`${mention.entity.name} · ${word("class", mention.class)}`}
      >
        {made}
      </a>
    );
  }
  if (of("statement")) made = <span class="told">{made}</span>;
  if (of("asked")) made = <mark class="asked">{made}</mark>;
  return made;
}
