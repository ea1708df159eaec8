import { type Remediation, reasonOf } from '@podguard/core';
import { plain, toJson } from '@podguard/report';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandDeps, writeResult } from '../commands/command.ts';
import { loadConfig } from '../configuration.ts';
import { addDecisionOptions, type DecisionFlags } from '../decide/decision-options.ts';
import { openForDecisions } from '../decide/open-for-decisions.ts';
import { styleFor } from '../style.ts';
import { EXIT, tell } from '../terminal.ts';
import { openRemediations } from './find-remediation.ts';
import { listedLines } from './remediation-lines.ts';

export interface ListFlags extends DecisionFlags {
  readonly open?: boolean;
  readonly limit: number;
  readonly format?: 'table' | 'json' | 'ndjson';
}

/** Of these one finding's are found. */
const MOST = 10_000;

export function addListOptions(command: Command): Command {
  command
    .option('--open', 'only those that somebody still has to do something about')
    .option('--limit <number>', 'so many of the newest', count, 50)
    .addOption(
      new Option(
        '--format <format>',
        'how it is written (default: table on a terminal, else ndjson)',
      ).choices(['table', 'json', 'ndjson']),
    );
  return addDecisionOptions(command);
}

export async function listRemediations(
  finding: string | undefined,
  flags: ListFlags,
  { terminal, catalogue }: Pick<CommandDeps, 'terminal' | 'catalogue'>,
): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const opened = await openForDecisions(flags.store ?? config.store, terminal, flags, 'read');
  try {
    const unread: string[] = [];
    const { state } = opened;
    const unreadable = (problem: unknown) => unread.push(reasonOf(problem));
    const isOne = finding !== undefined;
    const all =
      flags.open === true
        ? (await openRemediations(state, unreadable)).toSorted(byTime)
        : await state.listRemediations(isOne ? MOST : flags.limit, undefined, unreadable);
    if (terminal.signal.aborted) return EXIT.interrupted;
    await tell(terminal.stderr, unread.map((reason) => `podguard: not shown: ${plain(reason)}\n`).join(''));
    const listed = all.filter((one) => !isOne || one.finding.startsWith(finding)).slice(0, flags.limit);
    await writeResult(render(listed), { color: flags.color }, terminal);
    return unread.length > 0 ? EXIT.partly : EXIT.clean;
  } finally {
    await opened.close();
  }

  function render(listed: readonly Remediation[]): string {
    const format = flags.format ?? (terminal.stdout.isTTY === true ? 'table' : 'ndjson');
    if (format === 'json') return `${toJson(listed, 2)}\n`;
    if (format === 'ndjson') return listed.map((one) => `${toJson(one)}\n`).join('');
    if (listed.length === 0) return flags.open === true ? 'Nothing is open\n' : 'No remediations\n';
    const style = styleFor(terminal.stdout, terminal, flags.color);
    return listed.map((one) => listedLines(one, style)).join('\n');
  }
}

function byTime(a: Remediation, b: Remediation): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

function count(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= MOST) return number;
  throw new InvalidArgumentError(`A whole number from 1 to ${MOST}.`);
}
