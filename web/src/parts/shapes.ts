import type { Kind } from "../api/types";

/** A sign for each kind, in a square of 16, so that no kind is told by its colour alone. */
export const SHAPES: Record<Kind, string> = {
  agreement: "M5.5 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM10.5 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
  message: "M2 3.5h12v9h-12zM2.6 4.5l5.4 4.2l5.4-4.2l-.8-.6l-4.6 3.4l-4.6-3.4z",
  meeting: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  decision: "M2.5 2.5h11v11h-11z",
  office: "M8 1.5l5 3v9.5h-10v-9.5z",
  control: "M3 14v-12h10l-3 3.5l3 3.5h-8v5z",
  attack: "M8 1l2 4.5l5-1.5l-2 4l2 4l-5-1.5l-2 4.5l-2-4.5l-5 1.5l2-4l-2-4l5 1.5z",
  territory: "M4.5 2h7l3.5 6l-3.5 6h-7l-3.5-6z",
  polity: "M8 1.5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
  recognition: "M8 14l-6.5-12h13z",
  repression:
    "M2 5.5l3.5-3.5l2.5 2.5l2.5-2.5l3.5 3.5l-2.5 2.5l2.5 2.5l-3.5 3.5l-2.5-2.5l-2.5 2.5l-3.5-3.5l2.5-2.5z",
  quantity: "M2 9h3v5h-3zM6.5 5.5h3v8.5h-3zM11 2h3v12h-3z",
};
