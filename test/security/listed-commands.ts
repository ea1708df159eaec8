import { runCli } from '../support/run-cli.ts';

interface ListedCommand {
  /** With the command that it belongs to, as `exempt add`. */
  readonly name: string;
  readonly formats: readonly string[];
}

/** Every command of the program, as its own help lists them, with the formats that it writes. */
export async function listedCommands(parent: readonly string[] = []): Promise<readonly ListedCommand[]> {
  const { stdout } = await runCli([...parent, '--help']);
  const [, listed = ''] = /\nCommands:\n(.*?)\n(?:\n|$)/s.exec(stdout) ?? [];
  const names = [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!);
  const inner = await Promise.all(
    names.filter((name) => name !== 'help').map((name) => listedCommands([...parent, name])),
  );
  const [, choices] = /--format <format>[^(]*\((?:default[^)]*\)\s+\()?choices:([^)]*)/.exec(stdout) ?? [];
  const formats = [...(choices?.split('default:')[0] ?? '').matchAll(/"([\w-]+)"/g)].map(
    ([, format]) => format!,
  );
  const own = parent.length > 0 && (names.length === 0 || formats.length > 0);
  return [...(own ? [{ name: parent.join(' '), formats }] : []), ...inner.flat()];
}
