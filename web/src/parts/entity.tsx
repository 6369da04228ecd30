import { address } from "../router";
import { Said } from "./said";

/** A name that leads to what it names. `entity` is the name the record gives it, if it is not the text itself. */
export function Name({ text, entity, id }: { text: string; entity?: string; id?: string }) {
  const known = entity ?? text;
  const href = id ? `/entity/${encodeURIComponent(id)}` : address("/entity", { name: known });
  return (
    <a class="name" href={href} title={known !== text ? known : undefined}>
      <Said text={text} />
    </a>
  );
}
