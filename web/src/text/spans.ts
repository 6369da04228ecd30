import type { Span } from "../api/types";

/**
 * From byte offsets of a text in UTF-8 (what the record gives) to offsets of a JavaScript string (UTF-16 code units).
 * An offset inside a character falls to its beginning; offsets beyond the end fall to the end.
 */
export class Offsets {
  // Every 64th code unit with its byte offset: found by bisection, walked from there.
  private readonly marks: number[] = [];
  private readonly bytes: number;

  constructor(private readonly text: string) {
    let bytes = 0;
    for (let at = 0; at < text.length; at++) {
      if (at % 64 === 0) this.marks.push(bytes);
      bytes += width(text, at);
    }
    this.bytes = bytes;
  }

  /** The code unit at a byte. */
  unit(byte: number): number {
    if (byte >= this.bytes) return this.text.length;
    let low = 0;
    let high = this.marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.marks[middle] as number) <= byte) low = middle;
      else high = middle - 1;
    }
    let at = low * 64;
    let bytes = this.marks[low] ?? 0;
    while (at < this.text.length) {
      const next = bytes + width(this.text, at);
      if (next > byte) break;
      bytes = next;
      at += 1;
    }
    return at > 0 && isTrail(this.text.charCodeAt(at)) ? at - 1 : at;
  }

  /** The byte at a code unit. */
  byte(unit: number): number {
    const end = Math.min(unit, this.text.length);
    const mark = Math.min(end >> 6, this.marks.length - 1);
    let bytes = this.marks[mark] ?? 0;
    for (let at = mark * 64; at < end; at++) bytes += width(this.text, at);
    return bytes;
  }

  span([start, end]: Span): Span {
    return [this.unit(start), this.unit(end)];
  }

  get length(): number {
    return this.bytes;
  }
}

const isTrail = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** Bytes of UTF-8 that a code unit adds; the second half of a pair adds nothing, its first half all four. */
function width(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (code >= 0xd800 && code <= 0xdbff) return isTrail(text.charCodeAt(at + 1)) ? 4 : 3;
  if (isTrail(code) && at > 0) {
    const before = text.charCodeAt(at - 1);
    if (before >= 0xd800 && before <= 0xdbff) return 0;
  }
  return 3;
}

/** A stretch of text, in code units, with what is said about it. */
export interface Mark<T> {
  span: Span;
  value: T;
}

/** The longest pieces of `[0, length)` about which the same is said, in order. Marks may overlap. */
export function pieces<T>(length: number, marks: Mark<T>[]): { span: Span; values: T[] }[] {
  const inside = marks.filter(({ span: [start, end] }) => start < end && start < length && end > 0);
  const cuts = new Set([0, length]);
  for (const { span } of inside) for (const cut of span) if (cut > 0 && cut < length) cuts.add(cut);
  const sorted = [...cuts].sort((a, b) => a - b);
  const begin = [...inside].sort((a, b) => a.span[0] - b.span[0]);
  const made: { span: Span; values: T[] }[] = [];
  let open: Mark<T>[] = [];
  let next = 0;
  for (let index = 0; index + 1 < sorted.length; index++) {
    const [start, end] = [sorted[index] as number, sorted[index + 1] as number];
    open = open.filter((mark) => mark.span[1] > start);
    for (; next < begin.length && (begin[next] as Mark<T>).span[0] <= start; next++) {
      const mark = begin[next] as Mark<T>;
      if (mark.span[1] > start) open.push(mark);
    }
    made.push({ span: [start, end], values: open.map((mark) => mark.value) });
  }
  return made;
}
