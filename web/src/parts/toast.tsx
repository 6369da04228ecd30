import { useEffect, useState } from "preact/hooks";

interface Message {
  text: string;
  act?: { label: string; run: () => void };
}

let show: (message: Message | null) => void = () => {};

/** Tells something in passing; a screen reader reads it out. */
export function say(text: string, act?: Message["act"]): void {
  show({ text, act });
}

export function Toast() {
  const [message, set] = useState<Message | null>(null);
  show = set;
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => set(null), message.act ? 12_000 : 4_000);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div class="toast" role="status" aria-live="polite">
      {message && (
        <p>
          {message.text}
          {message.act && (
            <button
              type="button"
              onClick={() => {
                message.act?.run();
                set(null);
              }}
            >
              {message.act.label}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
