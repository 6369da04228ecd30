import type { Span } from "../api/types";
import { Offsets } from "./spans";

/** Runs of `[text_start, text_end, source_start, source_end]`, in bytes, in order of both. */
export type Runs = [number, number, number, number][];

/** The source bytes that a span of restored text came from; null where nothing did. */
export function origin(runs: Runs, [start, end]: Span): Span | null {
  let from: Span | null = null;
  for (const [textStart, textEnd, sourceStart, sourceEnd] of runs) {
    if (textEnd <= start || textStart >= end) continue;
    const copied = textEnd - textStart === sourceEnd - sourceStart;
    const low = copied ? sourceStart + Math.max(0, start - textStart) : sourceStart;
    const high = copied ? sourceEnd - Math.max(0, textEnd - end) : sourceEnd;
    from = from ? [Math.min(from[0], low), Math.max(from[1], high)] : [low, high];
  }
  return from;
}

/** The span of restored text that source bytes became; null where nothing did. */
export function outcome(runs: Runs, source: Span): Span | null {
  return origin(
    runs.map(([textStart, textEnd, sourceStart, sourceEnd]) => [sourceStart, sourceEnd, textStart, textEnd]),
    source,
  );
}

/**
 * Shows where source bytes stand in the passage's original text, in code units. The original is what the source
 * shows, decoded: if it takes as many bytes as the source, bytes are counted; in a one-byte encoding, letters are;
 * in anything else (a PDF's page) only the whole is known.
 */
export function shown(original: string, source: Span, part: Span): Span {
  const length = source[1] - source[0];
  const [start, end] = [part[0] - source[0], part[1] - source[0]];
  const offsets = new Offsets(original);
  if (offsets.length === length) return offsets.span([start, end]);
  if ([...original].length === length) {
    const letters = [...original];
    const units = (count: number) => letters.slice(0, count).join("").length;
    return [units(start), units(end)];
  }
  return [0, original.length];
}

/** The word of a text at a code unit, or null between words. */
export function wordAt(text: string, at: number): Span | null {
  const letter = /[\p{L}\p{M}\p{N}'’-]/u;
  const is = (index: number) => index >= 0 && index < text.length && letter.test(charAt(text, index));
  if (!is(at)) return null;
  let [start, end] = [at, at + 1];
  while (is(start - 1)) start -= 1;
  while (is(end)) end += 1;
  return [start, end];
}

/** The next word at or after a code unit; the one before, going backwards. */
export function nextWord(text: string, from: number, step: 1 | -1): Span | null {
  for (let at = from; at >= 0 && at < text.length; at += step) {
    const word = wordAt(text, at);
    if (word) return word;
  }
  return null;
}

/** The whole character at a code unit, also from its second half. */
function charAt(text: string, index: number): string {
  const code = text.charCodeAt(index);
  const start = code >= 0xdc00 && code <= 0xdfff && index > 0 ? index - 1 : index;
  return String.fromCodePoint(text.codePointAt(start) ?? 0);
}
