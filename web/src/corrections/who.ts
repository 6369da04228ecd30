import { t } from "../i18n";

const NAME = "salname.who";

/** Who corrects: the name that the person gave on this machine. */
export function who(): string {
  return given() || t("someone");
}

export function given(): string {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

export function giveName(name: string): void {
  try {
    localStorage.setItem(NAME, name.trim());
  } catch {
    // Private windows may refuse; corrections are then signed by nobody in particular.
  }
}
