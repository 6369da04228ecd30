import type { Kind } from "../api/types";
import { word } from "../i18n";
import { SHAPES } from "./shapes";

/** A kind's sign in its colour; with its name beside it unless the name stands nearby. */
export function KindMark({ kind, bare = false }: { kind: Kind; bare?: boolean }) {
  return (
    <span class={`kind kind-${kind}`}>
      <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true" focusable="false">
        <path d={SHAPES[kind]} />
      </svg>
      {bare ? <span class="unseen">{word("kind", kind)}</span> : <span>{word("kind", kind)}</span>}
    </span>
  );
}
