import { execFileSync } from "node:child_process";
import type { Page } from "@playwright/test";
import { accessible, expect, fits, picture, settled, test } from "./page";

test("a correction is made, seen, survives a rebuild, and is undone", async ({ page }) => {
  await page.goto("/corrections");
  await page.getByLabel("Your name, to sign them").fill("Leyla");
  await page.goto("/chronicle?kind=recognition");
  const card = page.locator(".statement").first();
  const quote = (await card.locator("blockquote").textContent()) ?? "";
  await card.getByLabel("Correct or cite this statement").click();
  await card.getByRole("button", { name: "Edit…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(quote);
  await accessible(page);
  await picture(page, "edit");
  await dialog.getByLabel("Date").fill("1920-01-12");
  await expect(dialog).toContainText("12 January 1920");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Correction saved")).toBeVisible();
  const corrected = page.locator(".statement", { hasText: quote }).filter({ hasText: "12 January 1920" });
  await expect(corrected.locator(".badge-corrected")).toHaveText("corrected");

  await page.goto("/corrections");
  const entry = page.locator(".log li").first();
  await expect(entry).toContainText("Edited");
  await expect(entry).toContainText("Leyla");
  await expect(entry).toContainText("12 January 1920");
  await picture(page, "log");

  const { SALNAME, SALNAME_ARCHIVE, SALNAME_RECORD } = process.env;
  if (SALNAME && SALNAME_ARCHIVE && SALNAME_RECORD) {
    execFileSync(SALNAME, ["build", SALNAME_ARCHIVE, "-r", SALNAME_RECORD], { stdio: "pipe" });
  }
  await page.goto("/chronicle?kind=recognition");
  await expect(corrected).toBeVisible();

  await page.goto("/corrections");
  await entry.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Correction undone")).toBeVisible();
  await expect(page.locator(".log li.undone")).toContainText("12 January 1920");
  await page.goto("/chronicle?kind=recognition");
  await settled(page);
  await expect(corrected).toHaveCount(0);
});

test("a statement is rejected where it is shown, and the rejection taken back at once", async ({ page }) => {
  await page.goto("/chronicle?kind=attack");
  await settled(page);
  const many = await page.locator(".statement").count();
  expect(many).toBeGreaterThan(0);
  await page.locator(".statement").first().getByLabel("Correct or cite this statement").click();
  await page.getByRole("button", { name: "Reject: it does not say this" }).click();
  await expect(page.locator(".statement")).toHaveCount(many - 1);
  await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".statement")).toHaveCount(many);
});

test("a name is changed, and changed back", async ({ page }) => {
  await page.goto("/entities?q=Ordu");
  await settled(page);
  await page.locator(".names a").first().click();
  const name = (await page.locator("h1").textContent()) ?? "";
  await page.getByLabel("Correct this name").click();
  await page.getByRole("button", { name: "Rename…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Sınaq Ordusu");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Correction saved")).toBeVisible();
  await page.goto("/entities?q=Ordusu");
  await expect(page.locator(".names a", { hasText: "Sınaq Ordusu" })).toBeVisible();
  await page.goto("/corrections");
  await page.locator(".log li").first().getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Correction undone")).toBeVisible();
  await page.goto(`/entity?name=${encodeURIComponent(name)}`);
  await expect(page.locator("h1")).toHaveText(name);
});

/** Takes back the last correction, from the log. */
async function takeBack(page: Page): Promise<void> {
  await page.goto("/corrections");
  await page.locator(".log li").first().getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Correction undone")).toBeVisible();
}

test("two names are merged into one, and come apart again", async ({ page }) => {
  await page.goto("/entities?q=Naxçıvan");
  await page.locator(".names a").first().click();
  await page.getByLabel("Correct this name").click();
  await page.getByRole("button", { name: "Merge with another…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("It is the same as").fill("Zəngəzur");
  await dialog.getByRole("radio").first().check();
  await accessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Correction saved")).toBeVisible();
  await page.goto("/entities?q=Zəngəzur");
  await page.locator(".names a", { hasText: "Zəngəzur" }).first().click();
  await expect(page.locator(".inline").first()).toContainText("Naxçıvan");
  await takeBack(page);
  await page.goto("/entities?q=Zəngəzur");
  await page.locator(".names a", { hasText: "Zəngəzur" }).first().click();
  await expect(page.locator(".inline").first()).not.toContainText("Naxçıvan");
});

test("a spelling is split from a name, and put back", async ({ page }) => {
  await page.goto("/entity?name=Georgi%20%C3%87i%C3%A7erin");
  await page.getByLabel("Correct this name").click();
  await page.getByRole("button", { name: "Split…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "Çiçerinin" }).check();
  await dialog.getByLabel("Their own name").fill("Başqa Çiçerin");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Correction saved")).toBeVisible();
  await page.goto("/entities?q=Başqa");
  await expect(page.locator(".names a", { hasText: "Başqa Çiçerin" })).toBeVisible();
  await takeBack(page);
  await page.goto("/entities?q=Başqa");
  await expect(page.getByText("No such name in the record.")).toBeVisible();
});

test("what was not read is added from a selection", async ({ page }) => {
  await page.goto("/source?file=consular-digest.txt");
  await page
    .locator(".passage .restored")
    .nth(2)
    .evaluate((element) => {
      getSelection()?.selectAllChildren(element);
    });
  await page.getByRole("button", { name: "Add a statement…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind").selectOption("meeting");
  await dialog.getByLabel("Date").fill("1918-11");
  await dialog.getByLabel("participants").fill("Leyla, Murad");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Correction saved")).toBeVisible();
  await page.goto("/chronicle?kind=meeting&source=consular-digest.txt");
  await expect(page.locator(".statement", { hasText: "Leyla, Murad" })).toContainText("added by");
  await takeBack(page);
});

test("a disagreement shows both sentences; one is taken, then it is left open with a note", async ({
  page,
}) => {
  await page.goto("/disagreements");
  const kars = page.locator(".disagreement", { hasText: "Qars müqaviləsi" }).first();
  await expect(kars.locator(".side")).toHaveCount(2);
  await expect(kars).toContainText(/oktyabrın 13-də|13 октября/);
  await expect(kars).toContainText("oktyabrın 23-də");
  await kars.getByRole("button", { name: "This one holds" }).first().click();
  await page.getByRole("dialog").getByLabel("Note").fill("The conference's own account.");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Correction saved")).toBeVisible();
  await page.goto("/corrections");
  await expect(page.locator(".log li").first()).toContainText("Decided");
  await expect(page.locator(".log li").first()).toContainText("The conference's own account.");
  await page.locator(".log li").first().getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Correction undone")).toBeVisible();
  await page.goto("/disagreements");
  await kars.getByRole("button", { name: "Leave open with a note…" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Save" })).toBeDisabled();
  await page.getByRole("dialog").getByLabel("Note").fill("Perhaps one is by the Old Style.");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Correction saved")).toBeVisible();
});

const NASTY = [
  "# Bir sınaq sənədi",
  "",
  '1920-ci il mayın 9-da <script>window.broken = 1</script> <img src=x onerror="window.broken = 2"> Bakıda görüş keçirildi.',
  "",
  "Burada \u202eters\u202c yazı var.",
  "",
  `Uzun söz: ${"x".repeat(60_000)}`,
  "",
].join("\n");

test("a document is added, its progress followed, its report read; what it says does no harm", async ({
  page,
}) => {
  await page.goto("/add");
  await page.locator("input[type=file]").setInputFiles({
    name: "sinaq.md",
    mimeType: "text/markdown",
    buffer: Buffer.from(NASTY),
  });
  await expect(page.getByText("1 document was read")).toBeVisible({ timeout: 50_000 });
  await expect(page.locator(".added")).toContainText("No letters are damaged.");
  await picture(page, "added");
  await accessible(page);
  await page.locator(".added h2 a").click();
  const text = page.locator(".text");
  await expect(text).toContainText("<script>window.broken = 1</script>");
  expect(await page.evaluate(() => "broken" in window)).toBe(false);
  await expect(text.locator(".hidden-sign").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Show [\d,]+ further characters/ })).toBeVisible();
  await fits(page);
});

test("a word of ten megabytes is shown in parts and breaks nothing", async ({ page }) => {
  await page.route("**/passages?*", async (route) => {
    const answer = await (await route.fetch()).json();
    for (const passage of answer.lines.slice(0, 1)) {
      Object.assign(passage, {
        text: "x".repeat(10_000_000),
        times: [],
        mentions: [],
        statements: [],
        doubts: [],
      });
    }
    await route.fulfill({ json: answer });
  });
  await page.goto("/source?file=consular-digest.txt");
  await expect(page.getByRole("button", { name: "Show 9,980,000 further characters" })).toBeVisible();
  await fits(page);
});

test("a server that is gone is told, and so is a refusal", async ({ page }) => {
  await page.goto("/corrections");
  await settled(page);
  await page.route("**/api/v1/disagreements*", (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/problem+json",
      json: {
        type: "about:blank",
        title: "The record is gone",
        status: 503,
        detail: "Its directory was moved.",
      },
    }),
  );
  await page.getByRole("link", { name: "Disagreements" }).click();
  await expect(page.getByRole("alert")).toContainText("Its directory was moved.");
});
