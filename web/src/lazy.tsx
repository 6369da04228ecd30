import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "./i18n";

/** A component that is fetched when it is first drawn. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [Component, set] = useState<ComponentType<P> | null>(() => loaded);
    const [failed, fail] = useState(false);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          set(() => component);
        },
        () => fail(true),
      );
    }, []);
    if (failed) return <p role="alert">{t("problem.offline")}</p>;
    if (!Component) return <p class="waiting">{t("waiting")}</p>;
    return <Component {...props} />;
  };
}
