import type { ComponentType } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { getLocale, LOCALES, setLocale, t, useLocale } from "./i18n";
import { lazy } from "./lazy";
import { SearchPage } from "./pages/search";
import { Boundary } from "./parts/boundary";
import { Dialog } from "./parts/dialog";
import { Toast } from "./parts/toast";
import { usePlace } from "./router";
import { Shortcuts, useShortcuts } from "./shortcuts";
import { nameRoom } from "./title";

interface Room {
  path: string;
  name: string;
  page: ComponentType<{ rest: string }>;
}

/** The pages, in the order of the menu. A path also stands for everything under it. */
export const ROOMS: Room[] = [
  { path: "/", name: "search", page: SearchPage },
  {
    path: "/sources",
    name: "sources",
    page: lazy(() => import("./pages/sources").then((m) => m.SourcesPage)),
  },
  {
    path: "/chronicle",
    name: "chronicle",
    page: lazy(() => import("./pages/chronicle").then((m) => m.ChroniclePage)),
  },
  { path: "/state", name: "state", page: lazy(() => import("./pages/state").then((m) => m.StatePage)) },
  {
    path: "/entities",
    name: "entities",
    page: lazy(() => import("./pages/entities").then((m) => m.EntitiesPage)),
  },
  {
    path: "/correspondence",
    name: "correspondence",
    page: lazy(() => import("./pages/correspondence").then((m) => m.CorrespondencePage)),
  },
  {
    path: "/disagreements",
    name: "disagreements",
    page: lazy(() => import("./pages/disagreements").then((m) => m.DisagreementsPage)),
  },
  {
    path: "/corrections",
    name: "corrections",
    page: lazy(() => import("./pages/corrections").then((m) => m.CorrectionsPage)),
  },
  { path: "/add", name: "add", page: lazy(() => import("./pages/add").then((m) => m.AddPage)) },
];

const HIDDEN: Room[] = [
  { path: "/source", name: "sources", page: lazy(() => import("./pages/reader").then((m) => m.ReaderPage)) },
  { path: "/entity", name: "entities", page: lazy(() => import("./pages/entity").then((m) => m.EntityPage)) },
];

function roomOf(path: string): Room | undefined {
  const inside = (room: Room) =>
    path === room.path || (room.path !== "/" && path.startsWith(`${room.path}/`));
  return [...ROOMS, ...HIDDEN].find(inside);
}

export function App() {
  const locale = useLocale();
  const place = usePlace();
  const room = roomOf(place.path);
  const [help, setHelp] = useState(false);
  useShortcuts(() => setHelp(true));
  // Before the page's own effects: it may have a better name.
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    nameRoom(room ? t(`nav.${room.name}`) : "");
  }, [room, locale]);
  useEffect(() => {
    const current = document.querySelector("nav [aria-current]");
    current?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [room]);
  const Page = room?.page;
  return (
    <>
      <a class="skip" href="#main">
        {t("skip")}
      </a>
      <header class="top">
        <a class="wordmark" href="/">
          Salnamə
        </a>
        <nav aria-label={t("nav")}>
          <ul>
            {ROOMS.map(({ path, name }) => (
              <li key={path}>
                <a href={path} aria-current={room?.name === name ? "page" : undefined}>
                  {t(`nav.${name}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="settings">
          <label>
            <span class="unseen">{t("language")}</span>
            <select value={getLocale()} onChange={(event) => setLocale(event.currentTarget.value)}>
              {LOCALES.map((name) => (
                <option value={name} key={name} lang={name}>
                  {new Intl.DisplayNames([name], { type: "language", fallback: "code" }).of(name) ?? name}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="quiet" onClick={() => setHelp(true)} aria-label={t("shortcuts")}>
            ?
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1} key={locale}>
        {Page ? (
          <Boundary key={room?.path}>
            <Page rest={place.path.slice((room?.path ?? "").length + 1)} />
          </Boundary>
        ) : (
          <section class="page">
            <h1>{t("nowhere")}</h1>
            <p>
              <a href="/">{t("nav.search")}</a>
            </p>
          </section>
        )}
      </main>
      <Toast />
      {help && (
        <Dialog title={t("shortcuts")} close={() => setHelp(false)}>
          <Shortcuts />
        </Dialog>
      )}
    </>
  );
}
