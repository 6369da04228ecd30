import { expect, settled, test } from "./page";

test("search, go to the passage, copy a sentence with its citation", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("searchbox").fill("Chicherin");
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(/\?q=Chicherin/);
  const hit = page.locator(".hit").filter({ hasText: "notalar.txt, line 5" });
  await expect(hit.locator("mark", { hasText: "Çiçerin" }).first()).toBeVisible();
  await hit.locator(".where").click();
  await expect(page).toHaveURL(/\/source\?file=notalar\.txt&offset=\d+/);
  const passage = page.locator(".passage.here");
  await expect(passage).toContainText("Azərbaycan hökumətinə nota göndərdi");
  await expect(passage).toBeInViewport();

  // Select the first sentence as a person would, and copy it in each style.
  await passage.locator(".restored").evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const first = walker.nextNode() as Text;
    let last = first;
    while (!last.data.includes("göndərdi")) last = walker.nextNode() as Text;
    const range = document.createRange();
    range.setStart(first, 0);
    range.setEnd(last, last.data.indexOf("göndərdi") + "göndərdi".length);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  });
  const toolbar = page.getByRole("toolbar", { name: "Copy with citation" });
  const copied = async (style: string) => {
    await toolbar.getByRole("button", { name: `Copy: ${style}` }).click();
    await expect(page.getByText(`Copied with its citation (${style})`)).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied("Chicago")).toMatch(/^“1920-ci il yanvarın 2-də .* göndərdi” notalar\.txt, line 5\.$/);
  expect(await copied("BibTeX")).toMatch(/^@misc\{notalar-5-\d+,\n {2}title = \{notalar\.txt\}/);
  const [item] = JSON.parse(await copied("CSL-JSON"));
  expect(item).toMatchObject({ type: "document", title: "notalar.txt", language: "az" });
  expect(item.note).toMatch(/BLAKE3 [0-9a-f]{64}/);
});

test("facets narrow, sorting and literal search are in the address", async ({ page }) => {
  await page.goto("/?q=nota");
  const facet = page.locator(".facets a", { hasText: "notalar.txt" });
  await facet.click();
  await expect(page).toHaveURL(/source%3Anotalar\.txt/);
  await expect(page.locator(".hit").first()).toBeVisible();
  const elsewhere = page.locator(".hit .where").filter({ hasNotText: "notalar.txt" });
  await expect(elsewhere).toHaveCount(0);
  await page.getByLabel("Sort").selectOption("date");
  await expect(page).toHaveURL(/sort=date/);
  await page.getByLabel("Only as written").check();
  await expect(page).toHaveURL(/literal=1/);
});

test("a word shows what it came from, by pointer and by key", async ({ page }) => {
  await page.goto("/source?file=notalar.txt&original=1");
  const passage = page.locator("#p-2");
  const came = passage.locator(".came");
  await passage.locator(".mention", { hasText: "RSFSR" }).hover();
  await expect(came).toHaveText("RSFSR ← ÐÑÔÑÐ");
  await page.mouse.move(5, 5);
  await expect(came).toHaveText("");
  await passage.getByRole("group", { name: /^Words of the passage/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(came).toHaveText("1920-ci ← 1920-úè");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(came).toHaveText("yanvarın ← éàíâàðûí");
  await page.keyboard.press("ArrowLeft");
  await expect(came).toHaveText("il ← èë");
});

test("lines, pages and footnotes can be jumped to, and what is not there is said", async ({ page }) => {
  await page.goto("/source?file=gilan.pdf&page=2");
  await expect(page.locator(".passage .place", { hasText: "p. 2" }).first()).toBeInViewport();
  await page.goto("/source?file=neft-idaresi.txt");
  await page.locator(".jump select").selectOption("note");
  await page.getByLabel("Number of the line, page or footnote").fill("3");
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await expect(page).toHaveURL(/note=3/);
  await expect(page.locator(".passage", { hasText: "[3]" }).first()).toBeInViewport();
  await page.goto("/source?file=neft-idaresi.txt&note=99");
  await expect(page.getByText("The source has no such place")).toBeVisible();
  await page.goto("/source?file=no-such-file.txt");
  await expect(page.getByText("The record has no source of this name")).toBeVisible();
});

test("doubtful words tell their other readings; a statement opens in the margin", async ({ page }) => {
  await page.goto("/source?file=neft-idaresi.txt");
  await expect(page.locator(".doubt").first()).toHaveAttribute("title", /other readings/);
  const first = page.locator(".margin details").first();
  await first.locator("summary").first().click();
  await expect(first.locator(".roles")).toBeVisible();
  await expect(page).toHaveURL(/statement=/);
  await expect(page.locator("mark.asked").first()).toBeVisible();
  await page.reload();
  await expect(page.locator("mark.asked").first()).toBeInViewport();
});

test("everything can be reached by keyboard alone", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the text" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Keyboard shortcuts");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("/");
  await page.keyboard.type("Chicherin");
  await page.keyboard.press("Enter");
  await expect(page.locator(".hit").first()).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.locator(".hit").nth(1).locator(".where")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator(".passage.here")).toBeInViewport();
  // Whether a page has settled or not: its heading and its first item are enough.
  for (const [key, path, first] of [
    ["c", "/chronicle", ".statement"],
    ["o", "/state", ".relation"],
    ["x", "/disagreements", ".disagreement"],
    ["a", "/add", "input[type=file]"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page).toHaveURL(new RegExp(`${path}([?].*)?$`));
    await expect(page.locator(first).first()).toBeAttached();
  }
});

test("the interface speaks Azerbaijani, by the browser's wish and by choice", async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ locale: "az-AZ", baseURL });
  const page = await context.newPage();
  await page.goto("/disagreements");
  await expect(page.locator("html")).toHaveAttribute("lang", "az");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ziddiyyətlər");
  await expect(page.getByRole("button", { name: "Bu doğrudur" }).first()).toBeVisible();
  await page.goto("/state?on=1920-05-15");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("15 may 1920");
  await page.screenshot({ path: "artefacts/state-az.png" });
  for (const [locale, words] of [
    ["ru", "15 мая 1920"],
    ["tr", "15 Mayıs 1920"],
    ["en", "15 May 1920"],
  ] as const) {
    await page.locator(".settings select").selectOption(locale);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words);
  }
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("15 May 1920");
  await context.close();
});

test("a link to a line inside a long passage marks that line", async ({ page }) => {
  await page.goto("/source?file=hokumet-xronikasi.txt&line=11");
  const marked = page.locator("mark.asked");
  await expect(marked.first()).toBeInViewport();
  const text = (await marked.allTextContents()).join("");
  expect(text).toContain("17-də general Tomsonun");
  expect(text).not.toContain("İslam Ordusu");
});
