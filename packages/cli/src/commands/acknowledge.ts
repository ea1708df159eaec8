import { createAcknowledge, type Finding, findingsOf, ServiceError } from '@podguard/core';
import { plain } from '@podguard/report';
import type { Command } from 'commander';
import { loadConfig } from '../configuration.ts';
import { authorOf } from '../decide/author.ts';
import { addAuthorOption, addDecisionOptions, type DecisionFlags } from '../decide/decision-options.ts';
import { findOne } from '../decide/find-one.ts';
import { openForDecisions } from '../decide/open-for-decisions.ts';
import { EXIT } from '../terminal.ts';
import { type CommandDeps, writeResult } from './command.ts';

interface AcknowledgeFlags extends DecisionFlags {
  readonly author?: string;
}

const EXAMPLES = `
Its status stays as it is. It holds until the finding worsens, ends or opens again; reminders leave it out.

Examples:
  podguard acknowledge pg-4k7q
  podguard acknowledge pg-4k7q --store dynamodb:TABLE@eu-central-1 --author alex`;

export function addAcknowledge(program: Command, deps: CommandDeps): void {
  const command = program
    .command('acknowledge')
    .description('say that somebody knows of a finding and sees to it')
    .argument('<finding>', 'its id, or any beginning of it that no other has')
    .addHelpText('after', EXAMPLES);
  addDecisionOptions(addAuthorOption(command));
  command.action(async (id: string, flags: AcknowledgeFlags) =>
    deps.done(await acknowledge(id, flags, deps)),
  );
}

async function acknowledge(
  id: string,
  flags: AcknowledgeFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? config.store;
  const { store, close } = await openForDecisions(where, terminal, flags, 'write');
  try {
    const findings: Finding[] = [];
    let count = 0;
    for await (const item of store.listItems())
      for (const one of findingsOf(item, catalogue)) {
        count += 1;
        if (one.id.startsWith(id)) findings.push(one);
      }
    const finding = findOne(id, { findings, count }, where);
    const by = await authorOf(flags.author, where, flags);
    const { rule, resource } = finding;
    const outcome = await createAcknowledge({ store })({
      finding: { rule, key: resource.key },
      by,
      at: new Date(),
    });
    if (outcome === 'not-open' || outcome === 'not-found')
      throw new ServiceError('usage', `${finding.id} is not open any more: there is nothing to acknowledge`);
    if (outcome === 'changed-since')
      throw new ServiceError('usage', `${finding.id} changed just now: look at it, and try again`);
    const told =
      outcome === 'already'
        ? `was acknowledged already, by ${finding.acknowledged?.by ?? 'somebody'}`
        : `is acknowledged by ${by}`;
    await writeResult(
      `${plain(`${finding.id}  ${told}: ${finding.summary}`)}\n`,
      { color: flags.color },
      terminal,
    );
    return EXIT.clean;
  } finally {
    await close();
  }
}
