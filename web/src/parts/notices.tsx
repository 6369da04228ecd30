import type { ComponentChildren } from "preact";
import type { Asked } from "../api/use";
import { t } from "../i18n";

/** What went wrong, and what can be done. */
export function Trouble({ asked }: { asked: Pick<Asked<unknown>, "problem"> }) {
  const { problem } = asked;
  if (!problem) return null;
  const offline = problem.status === 0;
  return (
    <div class="notice trouble" role="alert">
      <strong>{offline ? t("problem.offline") : problem.title}</strong>
      {offline ? (
        <p>{t("problem.offline.remedy")}</p>
      ) : (
        problem.detail && <p class="detail">{problem.detail}</p>
      )}
    </div>
  );
}

export function Waiting({ asked }: { asked: Pick<Asked<unknown>, "loading" | "data"> }) {
  if (!asked.loading || asked.data) return null;
  return (
    <p class="waiting" role="status">
      {t("waiting")}
    </p>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="notice nothing">{children}</p>;
}

/** A button that brings the next lines of a list. */
export function More({ more, loading }: { more: (() => void) | null; loading: boolean }) {
  if (!more) return null;
  return (
    <p class="more">
      <button type="button" onClick={more} disabled={loading}>
        {t("more")}
      </button>
    </p>
  );
}
