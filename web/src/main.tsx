import { render } from "preact";
import { App } from "./app";
import { startLocale } from "./i18n";
import { listen } from "./router";
import "./styles/index.css";

listen();
await startLocale();
const pages = document.getElementById("pages");
if (pages) render(<App />, pages);
