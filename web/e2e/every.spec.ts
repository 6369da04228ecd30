import { accessible, drawn, expect, fits, picture, settled, test } from "./page";

const PAGES = {
  search: "/",
  results: "/?q=Chicherin",
  sources: "/sources",
  reader: "/source?file=notalar.txt&original=1",
  report: "/source?file=neft-idaresi.txt&report=1",
  chronicle: "/chronicle",
  state: "/state?on=1920-05-15",
  entities: "/entities",
  entity: "/entity?name=Georgi%20%C3%87i%C3%A7erin",
  correspondence: "/correspondence",
  disagreements: "/disagreements",
  corrections: "/corrections",
  add: "/add",
};
const WAYS = {
  desktop: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 375, height: 780 }, colorScheme: "light" },
} as const;

for (const [way, options] of Object.entries(WAYS)) {
  test.describe(way, () => {
    test.use(options);
    for (const [name, address] of Object.entries(PAGES)) {
      test(`${name} is accessible, fits and looks as it should`, async ({ page }) => {
        await page.goto(address);
        await settled(page);
        if (name === "state" || name === "entity") await drawn(page);
        await expect(page.locator("h1")).toBeVisible();
        await expect(page.locator(".trouble")).toHaveCount(0);
        await picture(page, `${name}-${way}`);
        await fits(page);
        await accessible(page);
      });
    }
  });
}

test("an unknown address says so", async ({ page }) => {
  await page.goto("/no-such-page");
  await expect(page.locator("h1")).toHaveText("There is no such page");
});

test("the first view takes less than 250 KB of script", async ({ page }) => {
  const sizes: number[] = [];
  page.on("response", async (response) => {
    if (!/\.(js|mjs)$/.test(new URL(response.url()).pathname)) return;
    sizes.push((await response.request().sizes()).responseBodySize);
  });
  await page.goto("/");
  await settled(page);
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
});

test("a printed page has the text and not the menus", async ({ page }) => {
  await page.goto("/source?file=consular-digest.txt");
  await settled(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".top")).toBeHidden();
  await expect(page.locator(".passage .restored").first()).toBeVisible();
});
