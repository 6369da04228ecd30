import { events } from "../api/client";

export interface Step {
  file: string;
  done: number;
  total: number;
  /** From 0 to 1; null while it is not known. */
  share: number | null;
}

export interface Outcome {
  files: string[];
  failed: { file: string; reason: string }[];
}

interface Listener {
  step: (step: Step) => void;
  done: (outcome: Outcome) => void;
  failed: (why: string) => void;
}

/** Follows a job by its server-sent events until it ends. Gives what stops following. */
export function follow(job: string, listener: Listener): () => void {
  const source = new EventSource(events(job));
  let ended = false;
  const end = () => {
    ended = true;
    source.close();
  };
  listener.step({ file: "", done: 0, total: 0, share: null });
  source.addEventListener("progress", (event) => listener.step(stepOf(read(event))));
  source.addEventListener("done", (event) => {
    end();
    listener.done(outcomeOf(read(event)));
  });
  source.addEventListener("failed", (event) => {
    end();
    const told = read(event);
    listener.failed(String(told.detail ?? told.title ?? told.reason ?? told.error ?? ""));
  });
  source.onerror = () => {
    // The browser tries again by itself, unless the server said that there is nothing to listen to.
    if (!ended && source.readyState === EventSource.CLOSED) {
      end();
      listener.failed("");
    }
  };
  return end;
}

type Told = Record<string, unknown>;

function read(event: MessageEvent): Told {
  try {
    const told = JSON.parse(event.data);
    return typeof told === "object" && told !== null ? told : {};
  } catch {
    return {};
  }
}

const figure = (value: unknown): number => (typeof value === "number" ? value : 0);

export function stepOf(told: Told): Step {
  const [done, total] = [figure(told.done), figure(told.total)];
  const [bytes, all] = [figure(told.bytes), figure(told.bytes_total)];
  const share = all > 0 ? bytes / all : total > 0 ? done / total : null;
  return { file: String(told.file ?? ""), done, total, share: share === null ? null : Math.min(1, share) };
}

export function outcomeOf(told: Told): Outcome {
  const name = (each: unknown): string[] => {
    if (typeof each === "string") return [each];
    const file = (each as Told | null)?.file;
    return typeof file === "string" ? [file] : [];
  };
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    files: list(told.sources ?? told.files).flatMap(name),
    failed: list(told.failed).map((each) => ({
      file: name(each)[0] ?? "",
      reason: String((each as Told)?.reason ?? (each as Told)?.error ?? ""),
    })),
  };
}
