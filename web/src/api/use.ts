import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, Problem, type Query, question } from "./client";
import type { Page, Source, SourceSpan } from "./types";

export interface Asked<T> {
  /** The last answer; stays while the next one is on its way, so that nothing flickers. */
  data: T | null;
  problem: Problem | null;
  loading: boolean;
}

// A correction changes what the record answers: everything that is shown asks again.
const listeners = new Set<() => void>();
let generation = 0;

/** Lets everything on the page ask again. */
export function refresh(): void {
  generation += 1;
  sources = null;
  for (const listener of listeners) listener();
}

/** How often the record was changed from these pages. */
export function useGeneration(): number {
  const [now, set] = useState(generation);
  useEffect(() => {
    const listener = () => set(generation);
    listeners.add(listener);
    listener();
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return now;
}

const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, String(error), "");
const aborted = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

/** Asks the server; null asks nothing. */
export function useGet<T>(path: string | null, query: Query = {}): Asked<T> {
  const asked = path === null ? null : question(path, query);
  const now = useGeneration();
  const [state, set] = useState<Asked<T>>({ data: null, problem: null, loading: asked !== null });
  // `now` asks the same question again.
  useEffect(() => {
    if (asked === null) {
      set({ data: null, problem: null, loading: false });
      return;
    }
    const abort = new AbortController();
    set((last) => ({ ...last, loading: true }));
    get<T>(asked, abort.signal).then(
      (data) => set({ data, problem: null, loading: false }),
      (error) => aborted(error) || set({ data: null, problem: asProblem(error), loading: false }),
    );
    return () => abort.abort();
  }, [asked, now]);
  return state;
}

export interface Pages<T, P extends Page<T> = Page<T>> extends Asked<P> {
  lines: T[];
  more: (() => void) | null;
}

/** A list that is fetched page by page. `data` is its first page. */
export function usePages<T, P extends Page<T> = Page<T>>(
  path: string | null,
  query: Query = {},
): Pages<T, P> {
  const first = useGet<P>(path, query);
  const [rest, set] = useState<{ of: P | null; lines: T[]; next: string | null }>({
    of: null,
    lines: [],
    next: null,
  });
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const current = useRef(first.data);
  current.current = first.data;
  const continued = rest.of === first.data && rest.of !== null;
  const next = continued ? rest.next : (first.data?.next ?? null);
  const asked = path === null ? "" : question(path, query);
  const more = useCallback(() => {
    const of = current.current;
    if (!of || !next) return;
    setLoading(true);
    get<P>(`${asked + (asked.includes("?") ? "&" : "?")}cursor=${encodeURIComponent(next)}`).then(
      (page) => {
        setLoading(false);
        if (current.current !== of) return;
        set((last) => ({
          of,
          lines: [...(last.of === of ? last.lines : []), ...page.lines],
          next: page.next,
        }));
      },
      (error) => {
        setLoading(false);
        setProblem(asProblem(error));
      },
    );
  }, [asked, next]);
  return {
    data: first.data,
    problem: first.problem ?? problem,
    loading: first.loading || loading,
    lines: [...(first.data?.lines ?? []), ...(continued ? rest.lines : [])],
    more: next ? more : null,
  };
}

let sources: Promise<Map<string, Source>> | null = null;

/** Every source by the name of its file. */
export function allSources(): Promise<Map<string, Source>> {
  sources ??= listed().catch((error) => {
    sources = null;
    throw error;
  });
  return sources;
}

async function listed(): Promise<Map<string, Source>> {
  const known = new Map<string, Source>();
  let cursor: string | null = null;
  do {
    const page: Page<Source> = await get(question("sources", { limit: 1000, cursor }));
    // A file that was changed is there twice: what is read now goes before what was.
    for (const source of page.lines) {
      if (!source.retired || !known.has(source.file)) known.set(source.file, source);
    }
    cursor = page.next;
  } while (cursor);
  return known;
}

export function useSources(): Map<string, Source> {
  const [known, set] = useState<Map<string, Source>>(new Map());
  const now = useGeneration();
  useEffect(() => {
    allSources().then(set, () => {});
  }, [now]);
  return known;
}

/** The address of a sentence in its source. */
export function sentence(source: SourceSpan, statement?: string): string {
  const query = new URLSearchParams({
    file: source.file,
    offset: String(source.start),
    end: String(source.end),
  });
  if (statement) query.set("statement", statement);
  return `/source?${query}`;
}
