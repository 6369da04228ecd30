import { useEffect } from "preact/hooks";
import { plain, shortened } from "./text/visible";

let room = "Salname";

/** Names the room that one is in: what the browser calls a page that has no better name. */
export function nameRoom(name: string): void {
  room = name ? `${name} · Salname` : "Salname";
  document.title = room;
}

/** What the browser calls the page, in its history and in bookmarks; "" leaves the name of the room. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = name ? `${shortened(plain(name), 80)} · Salname` : room;
  }, [name]);
}
