import { Problem, post } from "../api/client";
import type { Disagreement, Kind, Modality, Statement } from "../api/types";
import { refresh } from "../api/use";
import { t } from "../i18n";
import { say } from "../parts/toast";
import { who } from "./who";

interface Target {
  id: string;
}
interface EntityRef {
  name: string;
}

/** What a correction does: the lines of `salname corrections export`, as far as the record fills in the rest. */
export type Action =
  | { do: "reject"; statement: Target }
  | { do: "confirm"; statement: Target }
  | ({ do: "set"; statement: Target } & Change)
  | { do: "add"; statement: Telling }
  | { do: "note"; statement?: Target; entity?: EntityRef; note: string }
  | { do: "merge"; entities: EntityRef[] }
  | { do: "split"; entity: EntityRef; marks: { text: string }[]; into: string }
  | { do: "rename"; entity: EntityRef; name: string }
  | { do: "decide"; disagreement: string; about: string; between: Target[]; holds?: string; note?: string };

/** A statement that a person makes about a source: the quotation stands there. */
export interface Telling {
  source: string;
  file: string;
  kind: Kind;
  date: string;
  modality: Modality;
  roles: Record<string, string[]>;
  quote: string;
}

/** A correction as the log holds it. */
export type Correction = Record<string, unknown> & {
  id: string;
  do: Action["do"] | "undo";
  at: string;
  who: string;
  note?: string;
  number?: number;
  undone_by?: string | null;
  detached?: boolean;
};

export interface Change {
  kind?: Kind;
  date?: string;
  modality?: Modality;
  roles?: Record<string, string[]>;
}

/** What is said of a disagreement: which statement holds, or none and why it is left open. */
export function decision(disagreement: Disagreement, holds: string | null, note: string): Action {
  return {
    do: "decide",
    disagreement: disagreement.kind,
    about: disagreement.about,
    between: disagreement.between.map(({ id }) => ({ id })),
    ...(holds ? { holds } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
  };
}

/**
 * Sends a correction, tells that it was kept and offers to undo it. False if it was refused, with the reason told.
 * `leave` goes away from what the correction does away with, before everything shown asks again.
 */
export async function correct(action: Action, leave?: () => void): Promise<boolean> {
  try {
    const kept = await post<{ id: string }>("corrections", { who: who(), ...action });
    leave?.();
    refresh();
    say(t("correct.kept"), { label: t("undo"), run: () => takeBack(kept.id) });
    return true;
  } catch (error) {
    say(refusal(error));
    return false;
  }
}

/** Undoes a correction; the undoing is a correction as well. */
export async function takeBack(id: string): Promise<void> {
  try {
    await post(`corrections/${encodeURIComponent(id)}/undo`, { who: who() });
    refresh();
    say(t("correct.undone"));
  } catch (error) {
    say(refusal(error));
  }
}

const refusal = (error: unknown): string => {
  if (!(error instanceof Problem)) return String(error);
  return error.status === 0 ? t("problem.offline") : error.detail || error.title;
};

/** Roles as a person filled them in, those left empty left out. */
export function filledRoles(rows: [string, string][]): Record<string, string[]> {
  const roles: Record<string, string[]> = {};
  for (const [role, text] of rows) {
    if (text.trim()) roles[role] = [...(roles[role] ?? []), text.trim()];
  }
  return roles;
}

/** What differs between a statement and what a person made of it; null if nothing does. */
export function change(
  before: Pick<Statement, "kind" | "date" | "modality" | "roles">,
  after: { kind: Kind; date: string; modality: Modality; roles: [string, string][] },
): Change | null {
  const made: Change = {};
  if (after.kind !== before.kind) made.kind = after.kind;
  if (after.date.trim() !== before.date) made.date = after.date.trim();
  if (after.modality !== before.modality) made.modality = after.modality;
  const roles = filledRoles(after.roles);
  for (const role of new Set([...Object.keys(before.roles), ...Object.keys(roles)])) {
    const was = (before.roles[role] ?? []).map((filler) => filler.text);
    const is = roles[role] ?? [];
    if (was.join("\n") !== is.join("\n")) made.roles = { ...made.roles, [role]: is };
  }
  return Object.keys(made).length > 0 ? made : null;
}
