import {
  type Config,
  createFindingContext,
  type Exemption,
  findingsOf,
  type ServiceError,
} from '@podguard/core';
import { toJson } from '@podguard/report';
import { type Command, Option } from 'commander';
import { refuseAwsFlags } from '../aws-flags.ts';
import { type CommandDeps, writeResult } from '../commands/command.ts';
import { loadConfig } from '../configuration.ts';
import type { OpenStore } from '../local-store/index.ts';
import { styleFor } from '../style.ts';
import { EXIT, type Terminal, tell } from '../terminal.ts';
import { addDecisionOptions, type DecisionFlags } from './decision-options.ts';
import { exemptionLines, statusOf, unreadableWords } from './exemption-lines.ts';
import { isNoStore, openEmpty, openForDecisions } from './open-for-decisions.ts';

interface ListFlags extends DecisionFlags {
  readonly all?: boolean;
  readonly format?: 'table' | 'json' | 'ndjson';
}

export function addExemptList(exempt: Command, deps: CommandDeps): void {
  const command = exempt
    .command('list')
    .description('exemptions of the store and of the configuration, those that end first first')
    .option('--all', 'those that are over, too: expired or removed')
    .addOption(
      new Option(
        '--format <format>',
        'how it is written (default: table on a terminal, else ndjson)',
      ).choices(['table', 'json', 'ndjson']),
    )
    .addHelpText('after', '\nExamples:\n  podguard exempt list\n  podguard exempt list --all --format json');
  addDecisionOptions(command);
  command.action(async (flags: ListFlags) => deps.done(await list(flags, deps)));
}

async function list(flags: ListFlags, { terminal, catalogue }: CommandDeps): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const at = new Date();
  const opened = await open(flags, config, terminal);
  try {
    const unreadable: ServiceError[] = [];
    const context = await createFindingContext({
      config,
      state: opened.state,
      now: () => at,
      unreadable: (problem) => unreadable.push(problem),
    })();
    await tell(terminal.stderr, unreadable.map(unreadableWords).join(''));
    const counts = new Map<string, number>();
    for await (const item of opened.store.listItems()) {
      if (terminal.signal.aborted) return EXIT.interrupted;
      for (const { exemption, status } of findingsOf(item, catalogue, context))
        if (exemption !== null && status === 'exempt')
          counts.set(exemption.id, (counts.get(exemption.id) ?? 0) + 1);
    }
    const listed = context.exemptions
      .filter((one) => flags.all === true || ['in-force', 'to-come'].includes(statusOf(one, at)))
      .toSorted(byEnd);
    await writeResult(render(listed), { color: flags.color }, terminal);
    return EXIT.clean;

    function render(exemptions: readonly Exemption[]): string {
      const countOf = ({ id }: Exemption) => counts.get(id) ?? 0;
      const told = (one: Exemption) => ({ ...one, status: statusOf(one, at), findings: countOf(one) });
      const format = flags.format ?? (terminal.stdout.isTTY === true ? 'table' : 'ndjson');
      if (format === 'json') return `${toJson(exemptions.map(told), 2)}\n`;
      if (format === 'ndjson') return exemptions.map((one) => `${toJson(told(one))}\n`).join('');
      if (exemptions.length === 0)
        return `No exemptions${flags.all === true ? '' : ' (--all lists those that are over)'}\n`;
      const style = styleFor(terminal.stdout, terminal, flags.color);
      return exemptions.map((one) => exemptionLines(one, countOf(one), at, style)).join('\n');
    }
  } finally {
    await opened.close();
  }
}

/** Where nobody named the store, those of the configuration are listed without it. */
async function open(flags: ListFlags, config: Config, terminal: Terminal): Promise<OpenStore> {
  const { store, exemptions } = config;
  if (flags.store !== undefined || exemptions.length === 0 || !isNoStore(store, terminal))
    return openForDecisions(flags.store ?? store, terminal, flags, 'read');
  refuseAwsFlags(flags, store);
  await tell(
    terminal.stderr,
    `podguard: there is no store in ${store}: these are the exemptions of the configuration alone, and nothing is counted\n`,
  );
  return openEmpty();
}

function byEnd(a: Exemption, b: Exemption): number {
  if (a.until !== b.until) return a.until < b.until ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
