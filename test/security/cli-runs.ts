import type { CliStage } from './cli-stage.ts';

interface CliOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command on what the stage holds, with these flags for the format. */
type CliRun = (stage: CliStage, format: readonly string[]) => Promise<readonly CliOutput[]>;

/** As many findings as a document of Markdown has room for. */
const CHUNK = 20;
const MOST = 1;
/** Findings that are explained. */
const EXPLAINED = 12;

const once =
  (...args: readonly string[]): CliRun =>
  async (stage, format) => [await stage.run([...args, ...format])];

/** On one finding of each rule in turn; what does not concern a finding says so, and that is an output, too. */
const onEach =
  (argsOf: (id: string) => readonly (readonly string[])[]): CliRun =>
  async (stage, format) => {
    const outputs: CliOutput[] = [];
    for (const id of (await stage.ids()).slice(0, MOST))
      for (const args of argsOf(id)) outputs.push(await stage.run([...args, ...format]));
    return outputs;
  };

/** A command that is in none of these two has no test of what it writes. */
export const CLI_RUNS: Readonly<Record<string, CliRun>> = {
  scan: once('scan', 'logs', '--indeterminate'),
  check: once('check', 'documents', '--indeterminate'),
  rules: once('rules'),
  async explain(stage, format) {
    const outputs: CliOutput[] = [];
    for (const line of (await stage.samples()).slice(0, EXPLAINED))
      for (const method of [[], ['--migrate-to', 'pod-identity']])
        outputs.push(await stage.run(['explain', 'pg-', '--store', '-', ...method, ...format], line));
    return outputs;
  },
  async report(stage, format) {
    const kind = format[1] ?? '';
    const outputs: CliOutput[] = [];
    if (['table', 'md', 'html'].includes(kind)) outputs.push(await stage.run(['report', '--all', ...format]));
    if (kind === 'html') return outputs;
    const lines = stage.findings.split(/(?<=\n)/);
    const size = kind === 'md' ? CHUNK : lines.length;
    for (let at = 0; at < lines.length; at += size) {
      const some = lines.slice(at, at + size).join('');
      outputs.push(await stage.run(['report', '--store', '-', '--all', ...format], some));
    }
    return outputs;
  },
  replay: once('replay', 'stored', '--store', '.podguard'),
  'exempt add': onEach((id) => [
    ['exempt', 'add', id, '--until', '30d', '--reason', 'a test of it', '--author', 'alex', '--dry-run'],
  ]),
  'exempt list': once('exempt', 'list'),
  'exempt remove': async (stage) => {
    const { stdout } = await stage.run(['exempt', 'list', '--format', 'json']);
    const [one] = JSON.parse(stdout) as readonly { readonly id: string }[];
    return [await stage.run(['exempt', 'remove', one?.id ?? 'none', '--author', 'alex'])];
  },
  acknowledge: onEach((id) => [['acknowledge', id, '--author', 'alex']]),
};

/** Those that read an account have a file of their own; what `start` writes is its page. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  drift: 'account-outputs.test.ts',
  doctor: 'account-outputs.test.ts',
  remediate: 'account-outputs.test.ts',
  rollback: 'account-outputs.test.ts',
  remediations: 'account-outputs.test.ts',
  'remediations approve': 'account-outputs.test.ts',
  'remediations reject': 'account-outputs.test.ts',
  start: 'page-outputs.test.ts',
};
