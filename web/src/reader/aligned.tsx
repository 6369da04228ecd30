import { useEffect, useRef, useState } from "preact/hooks";
import { get, question } from "../api/client";
import type { Passage, Source, Span } from "../api/types";
import { t } from "../i18n";
import { shown as signs } from "../parts/said";
import { nextWord, origin, type Runs, shown, wordAt } from "../text/alignment";
import { Offsets } from "../text/spans";
import { Annotated } from "./annotated";
import { highlight, point, range } from "./highlight";

/** A passage and its original side by side; the word under the pointer, or chosen by the arrow keys, shows its origin. */
export function Aligned({
  passage,
  source,
  heading: Heading,
  asked,
  statement,
}: {
  passage: Passage;
  source: Source;
  heading: "h2" | "p";
  asked: Span | null;
  statement: string | null;
}) {
  const restored = useRef<HTMLElement>(null);
  const original = useRef<HTMLParagraphElement>(null);
  const [word, choose] = useState<Span | null>(null);
  const runs = useRuns(source, passage, word !== null);
  const text = passage.original ?? "";
  const from = word && runs ? came(passage, text, runs, word) : null;

  useEffect(() => {
    if (!word || !restored.current) return;
    highlight("restored-word", range(restored.current, word));
    highlight("original-word", from && original.current ? range(original.current, from) : null);
    return () => {
      highlight("restored-word", null);
      highlight("original-word", null);
    };
  }, [word, from]);

  return (
    <div class="aligned">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of words is no set of fields. */}
      <div
        role="group"
        aria-label={t("reader.words", { line: passage.line })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go from word to word.
        tabIndex={0}
        onPointerMove={(event) => {
          const at = restored.current && point(restored.current, event.clientX, event.clientY);
          const next = at === null || at === undefined ? null : wordAt(passage.text, at);
          if (next?.[0] !== word?.[0]) choose(next);
        }}
        onPointerLeave={() => choose(null)}
        onBlur={() => choose(null)}
        onKeyDown={(event) => {
          const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
          if (step === 0 || event.target !== event.currentTarget) return;
          event.preventDefault();
          choose(nextWord(passage.text, step > 0 ? (word?.[1] ?? 0) : (word?.[0] ?? 0) - 1, step) ?? word);
        }}
      >
        <Heading class="restored" lang={passage.lang ?? undefined} ref={restored as never}>
          <Annotated passage={passage} source={source} asked={asked} statement={statement} />
        </Heading>
      </div>
      <p class="original-text" ref={original}>
        <bdi>{signs(text)}</bdi>
      </p>
      <p class="came" role="status">
        {word && from && (
          <>
            <bdi>{passage.text.slice(...word)}</bdi> ← <bdi class="original-text">{text.slice(...from)}</bdi>
          </>
        )}
      </p>
    </div>
  );
}

/** The part of the original that a word came from, in code units. */
function came(passage: Passage, original: string, runs: Runs, word: Span): Span | null {
  const offsets = new Offsets(passage.text);
  const bytes = origin(runs, [offsets.byte(word[0]), offsets.byte(word[1])]);
  return bytes && shown(original, passage.source, bytes);
}

/** The alignment of a passage, fetched when it is first wanted. */
function useRuns(source: Source, passage: Passage, wanted: boolean): Runs | null {
  const [runs, set] = useState<Runs | null>(null);
  useEffect(() => {
    if (!wanted || runs) return;
    const abort = new AbortController();
    const path = `sources/${source.hash}/passages/${passage.number}/alignment`;
    get<{ runs: Runs }>(question(path), abort.signal).then(
      ({ runs }) => set(runs),
      () => {},
    );
    return () => abort.abort();
  }, [wanted, runs, source.hash, passage.number]);
  return runs;
}
