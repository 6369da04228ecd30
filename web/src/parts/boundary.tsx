import { Component, type ComponentChildren } from "preact";
import { t } from "../i18n";

/** Keeps a fault in one page from taking the frame with it. */
export class Boundary extends Component<{ children: ComponentChildren }, { fault: string | null }> {
  override state = { fault: null };

  override componentDidCatch(error: unknown) {
    console.error(error);
    this.setState({ fault: String(error) });
  }

  override render() {
    if (!this.state.fault) return this.props.children;
    return (
      <section class="page">
        <div class="notice trouble" role="alert">
          <strong>{t("problem.fault")}</strong>
          <p>{this.state.fault}</p>
        </div>
      </section>
    );
  }
}
