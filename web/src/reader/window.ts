import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, Problem, question } from "../api/client";
import type { Page, Passage, Source, Span } from "../api/types";
import { useGeneration } from "../api/use";
import { outcome, type Runs } from "../text/alignment";

/** Passages that are fetched first, a page or two; that are fetched as one reads on; that stand before the one asked for. */
const FIRST = 20;
const STEP = 40;
const LEAD = 6;

interface Place {
  /** The passage asked for. */
  number: number;
  /** The part of its text, in bytes, that was asked for. */
  span: Span | null;
}

/** The passages around the place that the address names: a byte, a line, a page, a footnote or a passage's number. */
export function useWindow(source: Source, query: URLSearchParams) {
  const [passages, set] = useState<Passage[]>([]);
  const [place, setPlace] = useState<Place | null>(null);
  const [missing, setMissing] = useState(false);
  const [loading, load] = useState(true);
  const [problem, fail] = useState<Problem | null>(null);
  const [arrived, arrive] = useState(0);
  const generation = useGeneration();
  const keys = ["offset", "end", "line", "page", "note", "passage"];
  const wanted = keys.map((key) => `${key}=${query.get(key) ?? ""}`).join("&");
  const path = `sources/${source.hash}/passages`;
  const held = useRef<Passage[]>([]);
  held.current = passages;

  // Where the address leads. What is there already stays, so that a click on the page does not move it.
  useEffect(() => {
    const abort = new AbortController();
    const arriveAt = async () => {
      load(true);
      const found = await find(path, new URLSearchParams(wanted), source, abort.signal);
      if (!held.current.some((passage) => passage.number === (found?.number ?? 0))) {
        const from = Math.max(0, (found?.number ?? 0) - LEAD);
        const page = await get<Page<Passage>>(question(path, { from, limit: FIRST }), abort.signal);
        set(page.lines);
      }
      setPlace(found);
      setMissing(found === null && /=[^&]/.test(wanted));
      fail(null);
      load(false);
      arrive((times) => times + 1);
    };
    arriveAt().catch((error) => {
      if (error instanceof DOMException && error.name === "AbortError") return;
      fail(problemOf(error));
      load(false);
    });
    return () => abort.abort();
  }, [path, wanted, source]);

  // A correction changes what was read: the same passages are asked for again.
  useEffect(() => {
    const [begin, many] = [held.current[0]?.number, held.current.length];
    if (begin === undefined) return;
    const abort = new AbortController();
    get<Page<Passage>>(question(path, { from: begin, limit: Math.min(many, 1000) }), abort.signal).then(
      (page) => set(page.lines),
      () => {},
    );
    return () => abort.abort();
  }, [path, generation]);

  const first = passages[0]?.number ?? 0;
  const last = passages[passages.length - 1]?.number ?? -1;
  const fetchFrom = useCallback(
    async (from: number, limit: number) => {
      load(true);
      try {
        const page = await get<Page<Passage>>(question(path, { from, limit }));
        set((now) => {
          const known = new Set(now.map((passage) => passage.number));
          const fresh = page.lines.filter((passage) => !known.has(passage.number));
          return [...now, ...fresh].sort((a, b) => a.number - b.number);
        });
      } catch (error) {
        fail(problemOf(error));
      }
      load(false);
    },
    [path],
  );
  const earlier = useCallback(() => {
    const from = Math.max(0, first - STEP);
    fetchFrom(from, first - from);
  }, [fetchFrom, first]);
  const later = useCallback(() => fetchFrom(last + 1, STEP), [fetchFrom, last]);
  return {
    passages,
    target: place?.number ?? null,
    span: place?.span ?? null,
    arrived,
    missing,
    loading,
    problem,
    before: first > 0 && !loading ? earlier : null,
    after: last >= 0 && last + 1 < source.passages && !loading ? later : null,
  };
}

const problemOf = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, String(error), "");

/** The passage that an address means; null if it means none, or none is there. */
async function find(
  path: string,
  query: URLSearchParams,
  source: Source,
  signal: AbortSignal,
): Promise<Place | null> {
  const number = (key: string): number | null => {
    const text = query.get(key);
    return text && /^\d+$/.test(text) ? Number(text) : null;
  };
  const [offset, end, passage] = [number("offset"), number("end"), number("passage")];
  if (passage !== null) return passage < source.passages ? { number: passage, span: null } : null;
  const note = query.get("note");
  if (note) return footnote(path, note, source, signal);
  for (const [key, value] of Object.entries({ offset, line: number("line"), page: number("page") })) {
    if (value === null) continue;
    const page = await get<Page<Passage>>(question(path, { [key]: value, limit: 1 }), signal);
    const found = page.lines[0];
    if (!found) return null;
    const bytes =
      key === "line" ? lineOf(found, value) : key === "offset" && end !== null ? [value, end] : null;
    return { number: found.number, span: bytes && (await restored(path, found, bytes as Span, signal)) };
  }
  return null;
}

/** What bytes of the source became in a passage's text: where a statement stands just there, that is known already. */
async function restored(path: string, passage: Passage, bytes: Span, signal: AbortSignal) {
  const told = passage.statements.find(({ source }) => source.start === bytes[0] && source.end === bytes[1]);
  if (told) return told.text;
  const { runs } = await get<{ runs: Runs }>(question(`${path}/${passage.number}/alignment`), signal);
  return outcome(runs, bytes);
}

/** The bytes of a line of the file in a passage that begins before it; null where they cannot be told from its text. */
export function lineOf({ line, original, source: [start, end] }: Passage, wanted: number): Span | null {
  if (!original || wanted <= line) return null;
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  // Where the file is not in UTF-8, its bytes are others than those of the text.
  if (bytes(original) !== end - start) return null;
  const lines = original.split("\n");
  const before = lines.slice(0, wanted - line).join("\n");
  const text = lines[wanted - line];
  if (!text?.trim()) return null;
  const from = start + bytes(before) + 1;
  return [from, from + bytes(text)];
}

/** A footnote is where its own text stands, or else its mark: `[12]`. The source is gone through until it is met. */
async function footnote(
  path: string,
  note: string,
  source: Source,
  signal: AbortSignal,
): Promise<Place | null> {
  const mark = `[${note.replace(/[[\]]/g, "")}]`;
  const limit = 500;
  let marked: number | null = null;
  for (let from = 0; from < source.passages; from += limit) {
    const page = await get<Page<Passage>>(question(path, { from, limit }), signal);
    for (const { number, text, kind } of page.lines) {
      if (kind === "note" && text.trimStart().startsWith(mark)) return { number, span: null };
      if (marked === null && text.includes(mark)) marked = number;
    }
    if (marked !== null && !page.lines.some((passage) => passage.kind === "note")) break;
  }
  return marked === null ? null : { number: marked, span: null };
}
