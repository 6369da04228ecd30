import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const project = new URL("../../", import.meta.url).pathname;
const salname = resolve(process.env.SALNAME ?? join(project, "target/release/salname"));

/**
 * Builds a fresh record of the example archive and serves it on a free port. With `SALNAME_URL` a server that is
 * already running is tested instead; what needs a rebuild is then skipped.
 */
export default async function start(): Promise<() => Promise<void>> {
  if (process.env.SALNAME_URL) return async () => {};
  const home = mkdtempSync(join(tmpdir(), "salname-pages-"));
  const archive = join(home, "archive");
  const record = join(home, "record");
  cpSync(join(project, "examples/archive"), archive, { recursive: true });
  execFileSync(salname, ["build", archive, "-r", record], { stdio: "pipe" });
  const server = spawn(salname, ["serve", "-r", record, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.env.SALNAME_URL = await address(server);
  process.env.SALNAME_RECORD = record;
  process.env.SALNAME_ARCHIVE = archive;
  process.env.SALNAME = salname;
  return async () => {
    server.kill("SIGTERM");
    await new Promise((ended) => (server.exitCode === null ? server.once("exit", ended) : ended(null)));
    rmSync(home, { recursive: true, force: true });
  };
}

/** The address that the server says it took. */
export function address(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    const read = (bytes: Buffer) => {
      said += bytes.toString();
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (match) found(match[0]);
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) => failed(new Error(`salname serve ended with ${code}:\n${said}`)));
  });
}
