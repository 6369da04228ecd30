import { drawn, expect, picture, settled, test } from "./page";

test("the day slider changes the map and the tables", async ({ page }) => {
  await page.goto("/state?on=1920-05-15");
  await drawn(page);
  const baku = page.locator(".pin", { hasText: "Bakı" });
  await expect(baku).toContainText("Qızıl Ordu");
  const offices = page.locator("#holds tbody tr");
  await expect(offices.first()).toBeVisible();
  const before = await offices.allTextContents();

  const slider = page.getByRole("slider");
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(page).toHaveURL(/on=19\d\d-/);
  await expect(page.locator(".pin", { hasText: "Qızıl Ordu" })).toHaveCount(0);
  await page.getByRole("textbox", { name: "Date" }).fill("1919-06-20");
  await expect(page.locator("h1")).toHaveText("20 June 1919");
  await expect(page.locator(".pin", { hasText: "Bakı" })).not.toContainText("Qızıl Ordu");
  await expect(offices.first()).toBeVisible();
  expect(await offices.allTextContents()).not.toEqual(before);
});

test("a pin leads to its sentences, and a sentence to its source", async ({ page }) => {
  await page.goto("/state?on=1920-05-15");
  await drawn(page);
  await page.locator(".pin", { hasText: "Bakı" }).click();
  const box = page.locator(".place-box");
  await expect(box).toContainText("Qızıl Ordu");
  await expect(page).toHaveURL(/place=Bak/);
  await picture(page, "state-place");
  await box.locator(".where").first().click();
  await expect(page.locator("mark.asked").first()).toBeInViewport();
});

test("changes since the day before, certainty, and what one source says", async ({ page }) => {
  await page.goto("/state?on=1920-04-28");
  await expect(page.locator(".changes li").first()).toBeVisible();
  await expect(page.locator(".changes li", { hasText: "Began" }).first()).toBeVisible();
  await page.goto("/state?on=1920-01-11&about=xarici+i%C5%9Fl%C9%99r+naziri");
  const holders = page.locator("#holds tbody");
  await expect(holders).toContainText("Fətəli xan Xoyski");
  await expect(holders).toContainText("Məmməd Yusif Cəfərov");
  await expect(page.locator("#holds .certainty").first()).toHaveText(/certain|possible/);
  await page.getByLabel("According to").selectOption("hokumet-xronikasi.txt");
  await expect(page).toHaveURL(/according_to=hokumet-xronikasi/);
  await expect(holders).not.toContainText("Məmməd Yusif Cəfərov");
  await page.locator("#holds .sentences summary").first().click();
  await expect(page.locator("#holds .quotes .where").first()).toContainText("hokumet-xronikasi.txt");
});

test("a malformed day in the address is told, and the page still works", async ({ page }) => {
  await page.goto("/state?on=1920-02-31");
  await expect(page.getByRole("alert")).toContainText("“1920-02-31” is no day");
  await expect(page.locator(".relation").first()).toBeVisible();
  await page.goto("/chronicle?from=never&to=1920-13");
  await expect(page.locator(".statement").first()).toBeVisible();
});

test("the chronicle's list keeps in step with the drawing, and a mark leads to its sentence", async ({
  page,
}) => {
  await page.goto("/chronicle");
  await settled(page);
  const list = page.locator(".statements");
  const begin = (await list.textContent()) ?? "";
  const canvas = page.locator(".strip canvas");
  await canvas.focus();
  for (let times = 0; times < 3; times++) {
    await page.keyboard.press("+");
    await page.waitForTimeout(250);
  }
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
  await expect(list).not.toHaveText(begin);

  await page.goto("/chronicle?kind=recognition&from=1920-01-01&to=1920-02-01");
  await settled(page);
  const bounds = await page.locator(".strip canvas").boundingBox();
  if (!bounds) throw new Error("no timeline");
  // 11 January stands at a third of the month.
  await page.mouse.move(bounds.x + (bounds.width * 10.5) / 31, bounds.y + 26 + 11);
  await expect(page.locator(".tip")).toContainText("11 January 1920");
  await page.mouse.click(bounds.x + (bounds.width * 10.5) / 31, bounds.y + 26 + 11);
  await expect(page).toHaveURL(/\/source\?.*statement=/);
});

test("filters of the chronicle are in the address and narrow the list", async ({ page }) => {
  await page.goto("/chronicle");
  await page.locator(".kinds").getByRole("button", { name: "message" }).click();
  await expect(page).toHaveURL(/kind=message/);
  await page.getByLabel("Who", { exact: true }).fill("Chicherin");
  await expect(page).toHaveURL(/who=Chicherin/);
  await settled(page);
  const kinds = await page.locator(".statement header .kind").allTextContents();
  expect(kinds.length).toBeGreaterThan(0);
  expect(new Set(kinds)).toEqual(new Set(["message"]));
  await page.getByLabel("From", { exact: true }).fill("1920-13");
  await expect(page.getByText("No such date")).toBeVisible();
});

test("fifty thousand items pan at thirty frames a second", async ({ page }) => {
  const kinds = ["agreement", "message", "meeting", "decision", "office", "control", "attack", "territory"];
  const day = (index: number) => new Date(-2_208_988_800_000 + index * 29_600_000).toISOString().slice(0, 10);
  const items = Array.from({ length: 50_000 }, (_, index) => ({
    id: `s${index}`,
    kind: kinds[(index * 7919) % kinds.length],
    date: day(index),
    earliest: day(index),
    latest: day(index + ((index * 31) % 90)),
    roles: {},
    modality: "asserted",
    confidence: 1,
    quote: `Sentence ${index}`,
    original: "",
    citation: null,
    source: { file: "big.txt", start: index, end: index + 1, line: index },
  }));
  const bins = [{ from: day(0), to: day(49_999), total: 50_000, kinds: {} }];
  await page.route("**/api/v1/timeline*", (route) => route.fulfill({ json: { bins, items } }));
  await page.goto("/chronicle");
  await settled(page);
  await expect(page.locator(".timeline .zoom")).toContainText("50,000 statements");
  const zoomed = page.locator(".strip canvas");
  await zoomed.focus();
  for (const key of ["+", "+"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
  const bounds = await zoomed.boundingBox();
  if (!bounds) throw new Error("no timeline");
  await page.evaluate(() => {
    const times: number[] = [];
    const tick = (now: number) => {
      times.push(now);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { frameTimes: times });
  });
  const y = bounds.y + 100;
  await page.mouse.move(bounds.x + bounds.width - 50, y);
  await page.mouse.down();
  for (let step = 0; step < 90; step++) {
    await page.mouse.move(bounds.x + bounds.width - 50 - step * 8, y);
  }
  const times = await page.evaluate(() => (window as unknown as { frameTimes: number[] }).frameTimes.slice());
  await page.mouse.up();
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  gaps.sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)] as number;
  console.log(`panning 50,000 items: ${gaps.length} frames, median ${median.toFixed(1)} ms`);
  expect(median).toBeLessThan(1000 / 30);
});

test("threads show answers and days waited; the graph leads to a thread", async ({ page }) => {
  await page.goto("/correspondence");
  await settled(page);
  await expect(page.locator(".network .node").first()).toBeVisible();
  await page.getByLabel("One", { exact: true }).fill("Chicherin");
  await page.getByLabel("The other", { exact: true }).fill("Khoyski");
  await page.getByRole("button", { name: "Go" }).click();
  await expect(page).toHaveURL(/between=Chicherin&between=Khoyski/);
  await expect(page.locator(".thread .waited").first()).toContainText(/answered after \d+ days/);
  await page.locator(".network a[aria-label*='→']").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".thread").first()).toBeVisible();
});

test("an entity has its spellings, network, places and chronology", async ({ page }) => {
  await page.goto("/entities");
  await page.getByRole("searchbox").fill("Çiçerin");
  await page.locator(".names a", { hasText: "Georgi Çiçerin" }).click();
  await expect(page).toHaveURL(/\/entity\/.+/);
  await expect(page.locator("h1")).toHaveText("Georgi Çiçerin");
  await expect(page.locator(".inline").first()).toContainText("Çiçerinə");
  await expect(page.locator(".network .node-centre")).toBeVisible();
  await drawn(page);
  await expect(page.locator(".pin").first()).toBeVisible();
  await expect(page.locator(".statement").first()).toBeVisible();
  await page.locator(".network .node:not(.node-centre)").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).not.toHaveText("Georgi Çiçerin");
});
