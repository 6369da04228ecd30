import { useEffect, useRef, useState } from "preact/hooks";
import { follow, type Step } from "../add/follow";
import { Problem, upload } from "../api/client";
import type { Source } from "../api/types";
import { refresh, useGet, useSources } from "../api/use";
import { number, t } from "../i18n";
import { Said } from "../parts/said";
import { Report } from "../reader/report";
import { address } from "../router";

type Stage =
  | { is: "choosing" }
  | { is: "sending"; sent: number }
  | { is: "reading"; step: Step }
  | { is: "done"; files: string[]; failed: { file: string; reason: string }[] }
  | { is: "failed"; why: string };

/** Files are sent to the machine's own server, read into the record, and reported on. */
export function AddPage() {
  const [stage, set] = useState<Stage>({ is: "choosing" });
  const [over, drag] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const stop = useRef<(() => void) | undefined>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const send = async (files: File[]) => {
    if (files.length === 0) return;
    set({ is: "sending", sent: 0 });
    try {
      const { job } = await upload<{ job: string | number }>("documents", files, (sent) =>
        set({ is: "sending", sent }),
      );
      stop.current = follow(String(job), {
        step: (step) => set({ is: "reading", step }),
        done: ({ files: read, failed }) => {
          refresh();
          set({ is: "done", files: read.length > 0 ? read : files.map((file) => file.name), failed });
        },
        failed: (why) => set({ is: "failed", why: why || t("problem.offline") }),
      });
    } catch (error) {
      const problem = error instanceof Problem ? error.detail || error.title : String(error);
      set({ is: "failed", why: problem === "offline" ? t("problem.offline") : problem });
    }
  };
  const busy = stage.is === "sending" || stage.is === "reading";
  return (
    <section class="page">
      <h1>{t("nav.add")}</h1>
      <p class="lead">{t("add.lead")}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped here; the button does the same. */}
      <div
        class={over ? "drop drop-over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          drag(true);
        }}
        onDragLeave={() => drag(false)}
        onDrop={(event) => {
          event.preventDefault();
          drag(false);
          if (!busy) send([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <p>{t("add.drop")}</p>
        <p>
          <button type="button" class="main" disabled={busy} onClick={() => box.current?.click()}>
            {t("add.choose")}
          </button>
        </p>
        <p class="faint">{t("add.formats")}</p>
        <input
          ref={box}
          class="unseen"
          type="file"
          multiple
          tabIndex={-1}
          aria-label={t("add.choose")}
          onChange={(event) => {
            send([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </div>
      <div aria-live="polite">
        {stage.is === "sending" && (
          <Progress
            label={t("add.sending", { percent: number(Math.round(stage.sent * 100)) })}
            value={stage.sent}
          />
        )}
        {stage.is === "reading" && <Reading step={stage.step} />}
        {stage.is === "failed" && (
          <div class="notice trouble" role="alert">
            <strong>{t("add.failed")}</strong>
            <p>{stage.why}</p>
          </div>
        )}
        {stage.is === "done" && <Done files={stage.files} failed={stage.failed} />}
      </div>
    </section>
  );
}

function Progress({ label, value }: { label: string; value?: number }) {
  return (
    <p class="progress">
      <progress value={value} max={1} aria-label={label} /> <span>{label}</span>
    </p>
  );
}

function Reading({ step }: { step: Step }) {
  const label =
    step.total > 0
      ? t("add.reading", { done: number(step.done), total: number(step.total) })
      : t("add.reading.begin");
  return (
    <>
      <Progress label={label} value={step.share ?? undefined} />
      {step.file && (
        <p class="faint">
          <Said text={step.file} />
        </p>
      )}
    </>
  );
}

function Done({ files, failed }: { files: string[]; failed: { file: string; reason: string }[] }) {
  const known = useSources();
  const sources = files.flatMap((file) => known.get(file) ?? byName(known, file) ?? []);
  return (
    <>
      <p class="notice">{t("add.done", { count: sources.length || files.length - failed.length })}</p>
      {failed.length > 0 && (
        <ul class="notice trouble">
          {failed.map(({ file, reason }) => (
            <li key={file}>
              <Said text={file} />: {reason}
            </li>
          ))}
        </ul>
      )}
      {sources.map((source) => (
        <Added source={source} key={source.hash} />
      ))}
    </>
  );
}

/** A source by the last part of its name, as uploads may be kept in a folder of their own. */
const byName = (known: Map<string, Source>, file: string): Source | undefined =>
  [...known.values()].find(
    (source) => !source.retired && source.file.replace(/^.*\//, "") === file.replace(/^.*\//, ""),
  );

function Added({ source }: { source: Source }) {
  const report = useGet<unknown>(`sources/${source.hash}/report`);
  return (
    <section class="added">
      <h2>
        <a href={address("/source", { file: source.file })}>
          <Said text={source.file} />
        </a>
      </h2>
      <p class="faint">
        {t("about.passages", { count: source.passages })} ·{" "}
        {t("about.statements", { count: source.statements })}
      </p>
      <Report asked={report} />
    </section>
  );
}
