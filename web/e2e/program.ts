/** The program that serves the page: started for the tests as a user starts it, ended after them. */

import { type ChildProcess, spawn } from "node:child_process";

export interface Program {
  /** The address to open once, with its token. */
  address: string;
  /** End it, as Ctrl-C does; resolves when it is gone. */
  end(): Promise<void>;
}

/** Start `shieldwall view` on a run folder or a scenario, with options. SHIELDWALL_PYTHON names the interpreter. */
export function startProgram(...opened: string[]): Promise<Program> {
  const python = process.env.SHIELDWALL_PYTHON ?? "../../.venv/bin/python";
  const options = ["-m", "shieldwall", "view", ...opened, "--no-browser"];
  const child: ChildProcess = spawn(python, options, { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "pipe"] });
  const gone = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const end = () => (child.kill("SIGINT"), gone);
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (part: Buffer) => {
      said += part.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)?.[0];
      if (address) resolve({ address, end });
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    // An error of the program stands beside the test that failed for it.
    child.stderr?.on("data", (part: Buffer) => process.stderr.write(part));
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the program ended with ${code}: ${said}`)));
  });
}
