import type { SourceSpan } from "../api/types";

/** What a citation is made of: a quotation and where it stands. */
export interface Cited {
  quote: string;
  source: SourceSpan;
  /** The date of the statement (EDTF), if it is one. */
  date?: string;
  /** The authority that the text itself names. */
  citation?: string | null;
  /** BLAKE3 hash of the source's bytes: names the very file. */
  hash?: string;
  language?: string | null;
}

export const STYLES = ["chicago", "bibtex", "csl"] as const;
export type Style = (typeof STYLES)[number];

/** The words that a citation in prose needs, in the interface's language. */
export interface Words {
  page: string;
  line: string;
  quotedAfter: string;
}

const ENGLISH: Words = { page: "p.", line: "line", quotedAfter: "after" };

export function cite(style: Style, cited: Cited, words: Words = ENGLISH): string {
  if (style === "bibtex") return bibtex(cited);
  if (style === "csl") return JSON.stringify([csl(cited)], null, 2);
  return chicago(cited, words);
}

const title = (file: string): string => file.replace(/^.*\//, "");

/**
 * A note in the manner of the Chicago Manual of Style (17th edition, 14.1ff.): quotation, source, locator. The source
 * is a file of an archive whose author and printing the record does not know; it is named as the archive names it.
 */
function chicago(cited: Cited, words: Words): string {
  const { source } = cited;
  const parts = [`“${cited.quote.trim()}”`, title(source.file)];
  if (source.page) parts.push(`${words.page} ${source.page}`);
  parts.push(`${words.line} ${source.line}`);
  const after = cited.citation ? ` (${words.quotedAfter} ${cited.citation})` : "";
  const [quote, ...where] = parts;
  return `${quote} ${where.join(", ")}${after}.`;
}

/** Characters that BibTeX reads as commands. */
const TEX: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "%": "\\%",
  "&": "\\&",
  $: "\\$",
  "#": "\\#",
  _: "\\_",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};
const tex = (text: string): string => text.replace(/[\\{}%&$#_~^]/g, (sign) => TEX[sign] ?? sign);

function bibtex(cited: Cited): string {
  const { source } = cited;
  const fields: [string, string][] = [["title", title(source.file)]];
  if (source.page) fields.push(["pages", String(source.page)]);
  if (cited.language) fields.push(["language", cited.language]);
  fields.push(["annote", cited.quote.trim()]);
  fields.push(["note", notes(cited).join("; ")]);
  const lines = fields.map(([name, value]) => `  ${name} = {${tex(value)}},`);
  return [`@misc{${key(cited)},`, ...lines, "}"].join("\n");
}

function csl(cited: Cited): Record<string, unknown> {
  const { source } = cited;
  return {
    id: key(cited),
    type: "document",
    title: title(source.file),
    ...(source.page ? { page: String(source.page), locator: String(source.page) } : {}),
    ...(cited.language ? { language: cited.language } : {}),
    abstract: cited.quote.trim(),
    note: notes(cited).join("; "),
  };
}

function notes(cited: Cited): string[] {
  const { source } = cited;
  const made = [`line ${source.line}`, `bytes ${source.start}-${source.end}`];
  if (cited.date) made.push(`dated ${cited.date}`);
  if (cited.citation) made.push(`after ${cited.citation}`);
  if (cited.hash) made.push(`BLAKE3 ${cited.hash}`);
  return made;
}

/** A key that is the same for the same place: the file's name in plain letters, and the line. */
function key({ source }: Cited): string {
  const name = title(source.file)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/\.[^.]*$/, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${name || "source"}-${source.line}-${source.start}`;
}
