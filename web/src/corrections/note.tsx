import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Dialog } from "../parts/dialog";
import { Said } from "../parts/said";

/** Asks for a note on something. */
export function NoteDialog({
  title,
  quote,
  optional = false,
  close,
  keep,
}: {
  title: string;
  quote?: string;
  /** True if what is done needs no reason. */
  optional?: boolean;
  close: () => void;
  keep: (note: string) => Promise<boolean>;
}) {
  const [note, set] = useState("");
  return (
    <Dialog title={title} close={close}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (await keep(note.trim())) close();
        }}
      >
        {quote && (
          <blockquote>
            <Said text={quote} />
          </blockquote>
        )}
        <label>
          {t("note")}
          <textarea
            rows={4}
            required={!optional}
            value={note}
            onInput={(event) => set(event.currentTarget.value)}
          />
        </label>
        <p class="buttons">
          <button type="submit" class="main" disabled={!optional && note.trim() === ""}>
            {t("keep")}
          </button>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
