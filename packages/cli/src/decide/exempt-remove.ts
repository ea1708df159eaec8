import { configuredExemptions, createFindingContext, type Exemption, ServiceError } from '@podguard/core';
import { plain, time } from '@podguard/report';
import type { Command } from 'commander';
import { type CommandDeps, writeResult } from '../commands/command.ts';
import { loadConfig } from '../configuration.ts';
import { EXIT } from '../terminal.ts';
import { applyExemptions } from './apply-exemptions.ts';
import { authorOf } from './author.ts';
import { type Covered, coveredBy } from './covered-by.ts';
import { addAuthorOption, addDecisionOptions, type DecisionFlags } from './decision-options.ts';
import { countWords } from './exemption-lines.ts';
import { openForDecisions } from './open-for-decisions.ts';

interface RemoveFlags extends DecisionFlags {
  readonly author?: string;
}

export function addExemptRemove(exempt: Command, deps: CommandDeps): void {
  const command = exempt
    .command('remove')
    .description('end an exemption before its time: what it covered is open again, and told')
    .argument('<exemption>', 'its id, or any beginning of it that no other has')
    .addHelpText('after', '\nExamples:\n  podguard exempt remove ex-0a1b');
  addDecisionOptions(addAuthorOption(command));
  command.action(async (id: string, flags: RemoveFlags) => deps.done(await remove(id, flags, deps)));
}

async function remove(id: string, flags: RemoveFlags, { terminal, catalogue }: CommandDeps): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? config.store;
  const opened = await openForDecisions(where, terminal, flags, 'write');
  try {
    const stored = await Array.fromAsync(opened.state.listExemptions());
    const exemption = pick(id, stored, configuredExemptions(config), where);
    const now = new Date();
    const over = endOf(exemption, now);
    let told = over;
    if (over === undefined) {
      const context = await createFindingContext({ config, state: opened.state, now: () => now })();
      const exemptions = context.exemptions.filter((one) => one.id !== exemption.id);
      const others = { ...context, exemptions };
      told = endWords(await coveredBy(exemption, opened.store, { catalogue, config, context: others }));
      const by = await authorOf(flags.author, where, flags);
      await opened.state.putExemption({ ...exemption, removed: { at: now.toISOString(), by } });
      await applyExemptions(opened, config, catalogue);
    }
    await writeResult(`${plain(`${exemption.id}  ${told}`)}\n`, { color: flags.color }, terminal);
    return EXIT.clean;
  } finally {
    await opened.close();
  }
}

function pick(
  id: string,
  stored: readonly Exemption[],
  configured: readonly Exemption[],
  where: string,
): Exemption {
  const found = stored.filter((one) => one.id.startsWith(id));
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined)
    throw new ServiceError(
      'exemption-not-found',
      `${found.length} exemptions begin with ${id}: ${found.map((one) => one.id).join(', ')}; give more of the id`,
    );
  if (configured.some((one) => one.id.startsWith(id)))
    throw new ServiceError(
      'exemption-not-found',
      `${id} is an exemption of podguard.config.ts: take it out there, and deploy where a service is deployed`,
    );
  throw new ServiceError(
    'exemption-not-found',
    `${where} holds no exemption ${id}; \`podguard exempt list --all\` lists them`,
  );
}

function endWords({ findings, already }: Covered): string {
  const stay = already === 0 ? '' : `; ${countWords(already)} exempt by another one`;
  return `ends now: ${countWords(findings.length - already)} open again${stay}`;
}

/** Of one that is over there is nothing to end. */
function endOf({ removed, until }: Exemption, now: Date): string | undefined {
  if (removed !== undefined) return `was removed already, ${time(removed.at)} by ${removed.by}`;
  return until <= now.toISOString() ? `expired already, ${time(until)}` : undefined;
}
