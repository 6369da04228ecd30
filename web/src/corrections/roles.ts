import type { Kind } from "../api/types";

/** The roles that each kind of statement has, as the record defines them. */
export const ROLES: Record<Kind, string[]> = {
  agreement: ["parties", "name", "place"],
  message: ["from", "to", "form", "about"],
  meeting: ["participants", "name", "place"],
  decision: ["by", "about"],
  office: ["person", "office", "change"],
  control: ["actor", "place", "change"],
  attack: ["actor", "target", "place"],
  territory: ["place", "to", "from", "change"],
  polity: ["subject", "place", "change"],
  recognition: ["by", "of", "change"],
  repression: ["who", "by", "form", "place"],
  quantity: ["what", "value", "unit"],
};
