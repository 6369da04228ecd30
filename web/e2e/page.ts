import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

/** What every test watches: no request to another origin, no error in the console or on the page. */
export const test = base.extend<{ watched: undefined }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants it so.
  baseURL: async ({}, use) => use(process.env.SALNAME_URL),
  watched: [
    async ({ page, context, baseURL }, use) => {
      const origin = new URL(baseURL as string).origin;
      const strangers: string[] = [];
      const errors: string[] = [];
      await context.route("**/*", (route) => {
        const url = route.request().url();
        const own = url.startsWith(origin) || /^(data|blob|about):/.test(url);
        if (!own) strangers.push(url);
        return own ? route.fallback() : route.abort();
      });
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        // A 503 is what one test has the server answer; the browser notes it by itself.
        const provoked = message.text().includes("status of 503");
        if (message.type() === "error" && !provoked) errors.push(message.text());
      });
      await use(undefined);
      expect(strangers, "requests to other origins").toEqual([]);
      expect(errors, "errors in the console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** No violation of accessibility that axe knows of. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  expect(told).toEqual([]);
}

/** A screenshot as an artefact, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/${name}.png`, animations: "disabled" });
}

/** Waits until the map is drawn. Software drawing takes its time. */
export async function drawn(page: Page): Promise<void> {
  await page.locator(".map-box[data-drawn]").waitFor({ timeout: 30_000 });
}

/** Nothing is wider than the window. */
export async function fits(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window as number);
}

/** The page has asked what it wanted to know. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
}
