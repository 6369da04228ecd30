/** The lines of the HTTP API: the same as the command's `--json`. Spans are half-open byte ranges. */
export type Span = [number, number];

export const KINDS = [
  "agreement",
  "message",
  "meeting",
  "decision",
  "office",
  "control",
  "attack",
  "territory",
  "polity",
  "recognition",
  "repression",
  "quantity",
] as const;
export type Kind = (typeof KINDS)[number];

export const MODALITIES = ["asserted", "reported", "planned", "denied"] as const;
export type Modality = (typeof MODALITIES)[number];

export const RELATIONS = [
  "controls",
  "claims",
  "holds",
  "in-force",
  "member",
  "recognises",
  "at-war",
  "exists",
  "part-of",
  "status",
  "relations",
  "subordinate",
  "detained",
  "awaiting-answer",
] as const;
export type Relation = (typeof RELATIONS)[number];

export const DISAGREEMENTS = [
  "two-dates",
  "two-calendars",
  "two-holders",
  "two-powers",
  "two-values",
  "two-ranks",
  "act-out-of-term",
  "treaty-before-conference",
  "impossible-order",
  "denied",
] as const;

export interface SourceSpan {
  file: string;
  start: number;
  end: number;
  line: number;
  page?: number;
}

export interface Filler {
  text: string;
  entity?: string;
}

export interface Statement {
  id: string;
  kind: Kind;
  date: string;
  earliest: string | null;
  latest: string | null;
  roles: Record<string, Filler[]>;
  modality: Modality;
  confidence: number;
  quote: string;
  original: string;
  citation: string | null;
  source: SourceSpan;
  corrected?: boolean;
  /** What a person changed, as it was read. */
  as_read?: Pick<Statement, "kind" | "date" | "roles" | "modality">;
  verdict?: "confirmed" | "rejected";
  /** Who made it, if not the reader. */
  origin?: { person: string } | { import: string };
}

export interface Page<T> {
  lines: T[];
  more: boolean;
  next: string | null;
  total?: number;
}

export interface About {
  name: string;
  version: string;
  record: string;
  generation: number;
  sources: number;
  passages: number;
  statements: number;
  entities: number;
  from: string | null;
  to: string | null;
  languages: string[];
}

export interface Source {
  file: string;
  hash: string;
  format: string;
  encoding: string;
  bytes: number;
  lang: string | null;
  passages: number;
  statements: number;
  damage: Record<string, number>;
  retired: boolean;
}

export interface Doubt {
  span: Span;
  probability: number;
  alternatives: string[];
}

export interface Passage {
  number: number;
  text: string;
  original?: string | null;
  lang: string | null;
  damage: string;
  kind: string;
  line: number;
  page: number | null;
  source: Span;
  doubts: Doubt[];
  times: { text: Span; value: string | null; note: string }[];
  mentions: { text: Span; class: string; entity: { id: string; name: string } }[];
  statements: (Statement & { text: Span })[];
}

export interface Hit {
  source: SourceSpan;
  text: string;
  score: number;
  highlights: Span[];
  statements?: (Statement & { text: Span })[];
  /** No passage has all the words; this one has some of them. */
  partial?: boolean;
  original?: string | null;
  lang?: string | null;
}

export interface Facet {
  value: string;
  count: number;
}

export interface SearchPage extends Page<Hit> {
  facets?: { source?: Facet[]; decade?: Facet[]; kind?: Facet[]; entity?: Facet[] };
  suggestion?: string | string[] | null;
}

export interface Witness {
  id: string;
  quote: string;
  source: SourceSpan;
}

export interface Fluent {
  relation: Relation;
  args: Record<string, string>;
  since: string | null;
  until: string | null;
  certainty: "certain" | "possible";
  last_attested: string | null;
  witnesses: Witness[];
  opponents: Witness[];
  /** How many there are, where not all of them are given. */
  witness_count?: number;
  opponent_count?: number;
}

export interface Changes {
  day: string;
  began: Fluent[];
  ended: Fluent[];
}

export interface Bin {
  from: string;
  to: string;
  total: number;
  kinds: Partial<Record<Kind, number>>;
}

/** A statement as a mark in time; of a long quotation only the beginning. */
export type Mark = Pick<Statement, "id" | "kind" | "date" | "earliest" | "latest" | "quote" | "source">;

export interface Timeline {
  bins: Bin[];
  items?: Mark[];
}

export interface Disagreement {
  id?: string;
  kind: string;
  weight: number;
  about: string;
  between: Witness[];
  /** What a person decided; `holds` is null if it was left open. */
  decided?: { holds: string | null; note: string; who: string; at: string; correction: string };
}

export interface ThreadMessage extends Statement {
  answers: string | null;
  days: number | null;
}

export interface Thread {
  between: string[];
  messages: ThreadMessage[];
}

export interface MessageGraph {
  nodes: { id: string; name: string; messages: number }[];
  edges: { from: string; to: string; count: number }[];
}

export interface EntityLine {
  id: string;
  name: string;
  class: string | null;
  mentions: number;
  statements: number;
}

export interface PlacePoint {
  entity: string;
  name: string;
  /** Other spellings that answers may use. */
  names?: string[];
  lat: number;
  lon: number;
  mentions: number;
}

export interface Entity {
  id: string;
  name: string;
  class: string | null;
  spellings: { text: string; count: number }[];
  lifetime?: string | null;
  coordinates?: { lat: number; lon: number } | null;
  offices: Fluent[];
  statements: Partial<Record<Kind, number>>;
  neighbours: { entity: { id: string; name: string; class?: string | null }; count: number }[];
  places: { entity: { id: string; name: string }; lat: number; lon: number; count: number }[];
  sources: Facet[] | { file: string; count: number }[];
  disagreements: Disagreement[];
}
