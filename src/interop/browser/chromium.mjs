// The browser that is installed on this machine: playwright-core brings none.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** What playwright-core's `launch` wants: the browser named by CHROMIUM, or the first on the PATH. */
export function options() {
  const installed = process.env.PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(existsSync);
  const executablePath = process.env.CHROMIUM ?? installed;
  if (!executablePath) throw new Error(`no browser on the PATH, expected one of ${NAMES.join(", ")}`);
  return {
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  };
}
