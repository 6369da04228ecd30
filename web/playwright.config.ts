import { defineConfig } from "@playwright/test";

/** Debian's Chromium; nothing is downloaded. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "artefacts/results",
  globalSetup: "./e2e/server.ts",
  // One record is corrected and added to: the tests take turns.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  // A full machine may be slow once: what fails three times is broken.
  retries: process.env.CI ? 2 : 0,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
