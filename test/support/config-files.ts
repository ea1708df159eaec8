import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { record } from './record.ts';
import { runCli } from './run-cli.ts';

/** A directory of its own with configurations that hold custom rules, and a record to scan with them. */
export function configFiles() {
  const directory = mkdtempSync(path.join(tmpdir(), 'podguard-rules-'));
  let configs = 0;
  const file = (name: string, text: string): string => {
    const target = path.join(directory, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    return target;
  };
  const keyRecord = () => file('key.json', JSON.stringify({ Records: [record()] }));
  return {
    directory,
    file,
    keyRecord,
    /** Of its own name, since a module is loaded once. */
    config(rules: string, more = ''): string {
      configs += 1;
      return file(`config-${configs}.ts`, `export default { customRules: ${rules}${more} };\n`);
    },
    scan: (using: string, ...args: readonly string[]) =>
      runCli(['scan', keyRecord(), '--config', using, ...args], { directory }),
    remove: () => rmSync(directory, { recursive: true }),
  };
}
