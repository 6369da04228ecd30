import { useState } from "preact/hooks";
import type { Entity, EntityLine, Page } from "../api/types";
import { useGet } from "../api/use";
import { t, word } from "../i18n";
import { lazy } from "../lazy";
import { Dialog } from "../parts/dialog";
import { Menu } from "../parts/menu";
import { Said } from "../parts/said";
import { address, go } from "../router";
import { correct } from "./make";

const NoteDialog = lazy(() => import("./note").then((module) => module.NoteDialog));

/** What can be done with an entity: rename, merge with another, split, note. */
export function EntityActions({ entity }: { entity: Entity }) {
  const [open, set] = useState<"rename" | "merge" | "split" | "note" | null>(null);
  const close = () => set(null);
  return (
    <>
      <Menu label={t("entity.actions")} sign="⋯">
        <button type="button" onClick={() => set("rename")}>
          {t("correct.rename")}
        </button>
        <button type="button" onClick={() => set("merge")}>
          {t("correct.merge")}
        </button>
        <button type="button" onClick={() => set("split")} disabled={entity.spellings.length < 2}>
          {t("correct.split")}
        </button>
        <button type="button" onClick={() => set("note")}>
          {t("correct.note")}
        </button>
      </Menu>
      {open === "rename" && <Rename entity={entity} close={close} />}
      {open === "merge" && <Merge entity={entity} close={close} />}
      {open === "split" && <Split entity={entity} close={close} />}
      {open === "note" && (
        <NoteDialog
          title={t("correct.note")}
          close={close}
          keep={(note) => correct({ do: "note", entity: { name: entity.name }, note })}
        />
      )}
    </>
  );
}

/** What was called otherwise is there under its new name only. */
const goTo = (name: string): void => go(address("/entity", { name }), true);

function Buttons({ ready, close }: { ready: boolean; close: () => void }) {
  return (
    <p class="buttons">
      <button type="submit" class="main" disabled={!ready}>
        {t("keep")}
      </button>
      <button type="button" onClick={close}>
        {t("cancel")}
      </button>
    </p>
  );
}

function Rename({ entity, close }: { entity: Entity; close: () => void }) {
  const [name, set] = useState(entity.name);
  const ready = name.trim() !== "" && name.trim() !== entity.name;
  return (
    <Dialog title={t("correct.rename")} close={close}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const renaming = { do: "rename", entity: { name: entity.name }, name: name.trim() } as const;
          if (ready && (await correct(renaming, () => goTo(name.trim())))) close();
        }}
      >
        <label>
          {t("name")}
          <input value={name} onInput={(event) => set(event.currentTarget.value)} />
        </label>
        <Buttons ready={ready} close={close} />
      </form>
    </Dialog>
  );
}

function Merge({ entity, close }: { entity: Entity; close: () => void }) {
  const [typed, type] = useState("");
  const [chosen, choose] = useState<EntityLine | null>(null);
  const found = useGet<Page<EntityLine>>(typed.trim() ? "entities" : null, { q: typed.trim(), limit: 8 });
  const others = found.data?.lines.filter((line) => line.id !== entity.id) ?? [];
  return (
    <Dialog title={t("correct.merge.title", { name: entity.name })} close={close}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!chosen) return;
          const entities = [{ name: chosen.name }, { name: entity.name }];
          if (await correct({ do: "merge", entities }, () => goTo(chosen.name))) close();
        }}
      >
        <label>
          {t("correct.merge.with")}
          <input type="search" value={typed} onInput={(event) => type(event.currentTarget.value)} />
        </label>
        <fieldset>
          <legend>{t("correct.merge.choose")}</legend>
          {others.map((line) => (
            <label class="choice" key={line.id}>
              <input
                type="radio"
                name="into"
                checked={chosen?.id === line.id}
                onChange={() => choose(line)}
              />
              <span>
                <Said text={line.name} /> <small>{line.class && word("class", line.class)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <Buttons ready={chosen !== null} close={close} />
      </form>
    </Dialog>
  );
}

function Split({ entity, close }: { entity: Entity; close: () => void }) {
  const [taken, take] = useState<string[]>([]);
  const [name, set] = useState("");
  const ready = taken.length > 0 && taken.length < entity.spellings.length && name.trim() !== "";
  return (
    <Dialog title={t("correct.split.title", { name: entity.name })} close={close}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!ready) return;
          const marks = taken.map((text) => ({ text }));
          if (await correct({ do: "split", entity: { name: entity.name }, marks, into: name.trim() }))
            close();
        }}
      >
        <fieldset>
          <legend>{t("correct.split.which")}</legend>
          {entity.spellings.map(({ text }) => (
            <label class="choice" key={text}>
              <input
                type="checkbox"
                checked={taken.includes(text)}
                onChange={() =>
                  take(taken.includes(text) ? taken.filter((other) => other !== text) : [...taken, text])
                }
              />
              <Said text={text} />
            </label>
          ))}
        </fieldset>
        <label>
          {t("correct.split.name")}
          <input value={name} onInput={(event) => set(event.currentTarget.value)} />
        </label>
        <Buttons ready={ready} close={close} />
      </form>
    </Dialog>
  );
}
