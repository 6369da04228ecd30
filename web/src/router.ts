import { useEffect, useState } from "preact/hooks";

/** Where one is: the address carries everything a page shows, so that every view can be linked to. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

type Patch = Record<string, string | string[] | number | null | undefined>;

const listeners = new Set<() => void>();
const here = (): Place => ({
  path: decodeURI(window.location.pathname),
  query: new URLSearchParams(window.location.search),
});
const tell = () => {
  for (const listener of listeners) listener();
};

/** Goes to an address of these pages. `replace` leaves no step in the browser's history. */
export function go(address: string, replace = false): void {
  const now = window.location.pathname + window.location.search + window.location.hash;
  if (address === now) return;
  if (replace) window.history.replaceState(null, "", address);
  else window.history.pushState(null, "", address);
  tell();
}

/** The query with some of its values changed; null, undefined and "" remove one. */
export function patched(query: URLSearchParams, patch: Patch): URLSearchParams {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(patch)) {
    changed.delete(name);
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined && each !== "") changed.append(name, String(each));
    }
  }
  return changed;
}

/** An address from a path and query values. */
export function address(path: string, query: Patch = {}): string {
  const text = patched(new URLSearchParams(), query).toString();
  return text ? `${path}?${text}` : path;
}

/** Changes the query of the page that one is on. */
export function ask(patch: Patch, replace = true): void {
  const text = patched(here().query, patch).toString();
  go(window.location.pathname + (text ? `?${text}` : ""), replace);
}

export function usePlace(): Place {
  const [place, set] = useState(here);
  useEffect(() => {
    const listener = () => set(here());
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return place;
}

/** Makes plain links work without loading the page anew. Call once. */
export function listen(): void {
  window.addEventListener("popstate", tell);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    // A link may be an element of a drawing as well as of the page.
    const link = (event.target as Element | null)?.closest?.("a[href]");
    if (!link || link.hasAttribute("target") || link.hasAttribute("download")) return;
    const to = new URL(link.getAttribute("href") ?? "", window.location.href);
    if (to.origin !== window.location.origin || to.pathname.startsWith("/api/")) return;
    if (to.hash && to.pathname === window.location.pathname && to.search === window.location.search) return;
    event.preventDefault();
    go(to.pathname + to.search + to.hash);
    window.scrollTo(0, 0);
    // A new page begins at its heading, for the eye and for a screen reader.
    requestAnimationFrame(() => document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true }));
  });
}
