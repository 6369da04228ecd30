import { useEffect, useRef } from "preact/hooks";
import { t } from "./i18n";
import { go } from "./router";

/** Keys that lead somewhere after `g`, as in other tools one reads with. */
const WAYS: Record<string, [string, string]> = {
  s: ["/", "search"],
  d: ["/sources", "sources"],
  c: ["/chronicle", "chronicle"],
  o: ["/state", "state"],
  e: ["/entities", "entities"],
  l: ["/correspondence", "correspondence"],
  x: ["/disagreements", "disagreements"],
  k: ["/corrections", "corrections"],
  a: ["/add", "add"],
};

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `/` to the search box, `?` for help, `g` and a letter to a page, `j` and `k` through a list. */
export function useShortcuts(help: () => void): void {
  // Listens once: between `g` and its letter the page may be drawn anew many times.
  const now = useRef(help);
  now.current = help;
  useEffect(() => {
    let waiting = false;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const after = waiting;
      waiting = false;
      const way = after ? WAYS[event.key] : undefined;
      if (way) go(way[0]);
      else if (event.key === "g") waiting = true;
      else if (event.key === "?") now.current();
      else if (event.key === "/") toSearch();
      else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

function toSearch(): void {
  const box = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (box) box.focus();
  else go("/");
}

/** Moves the focus to the next or the last item of the page's list. */
function step(by: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>("main [data-item]")];
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const next = items[Math.max(0, Math.min(items.length - 1, at + by))];
  // Of an item's links, the one to its sentence goes first.
  const inside =
    next?.querySelector<HTMLElement>(".where") ?? next?.querySelector<HTMLElement>("a, button, summary");
  inside?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export function Shortcuts() {
  const rows: [string, string][] = [
    ["/", t("keys.search")],
    ["j  k", t("keys.list")],
    ["←  →", t("keys.words")],
    ["?", t("shortcuts")],
    ...Object.entries(WAYS).map(([key, [, name]]): [string, string] => [`g  ${key}`, t(`nav.${name}`)]),
  ];
  return (
    <dl class="shortcuts">
      {rows.map(([keys, what]) => (
        <div key={keys}>
          <dt>
            {keys.split("  ").map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
