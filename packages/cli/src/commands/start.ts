import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArchive } from '@podguard/archive';
import { toChanges, wantedEvents } from '@podguard/cloudtrail';
import {
  type Config,
  createApplyExemptions,
  createDispatcher,
  createEngine,
  createFindingContext,
  type Engine,
  eventGroups,
  type Finding,
  type FindingContext,
  type Item,
  ServiceError,
  type Store,
  toFinding,
} from '@podguard/core';
import { countFindings, plain, renderSummary, renderTable, type Summary } from '@podguard/report';
import { type Command, InvalidArgumentError } from 'commander';
import { type AwsFlags, addAwsOptions, refuseAwsFlags } from '../aws-flags.ts';
import { type Batch, createBatch } from '../batch.ts';
import { type ConfigFlags, judgedWith, loadConfig } from '../configuration.ts';
import { isTable, openLocalStore } from '../local-store/index.ts';
import { addConfigOptions } from '../options.ts';
import { createService, DEFAULT_PORT } from '../service/create-service.ts';
import { createFeed } from '../service/feed.ts';
import { ensureFree } from '../service/listen.ts';
import { createReadEvents } from '../service/read-events.ts';
import { styleFor } from '../style.ts';
import { EXIT, type Terminal, tell, write } from '../terminal.ts';
import type { CommandDeps } from './command.ts';
import { ended, reporter } from './serving.ts';
import { startReadOnly } from './start-read-only.ts';

interface StartFlags extends ConfigFlags, AwsFlags {
  readonly once?: boolean;
  readonly port: number;
  readonly sample: boolean;
  readonly memory?: boolean;
  readonly readOnly?: boolean;
  readonly store?: string;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  podguard start
  podguard start --no-sample --port 4800 --store /var/lib/podguard
  curl --data-binary @records.json http://localhost:4700/events
  podguard start --once --memory
  podguard start --read-only --store dynamodb:TABLE@eu-central-1 --profile security`;

export function addStart(program: Command, deps: CommandDeps): void {
  const command = program
    .command('start')
    .description('the service on this machine: POST records, look at the page')
    .option('--once', 'replay the sample day (unless --no-sample), print the summary, exit')
    .option('--port <number>', 'where the page is', port, DEFAULT_PORT)
    .option('--no-sample', 'do not replay the sample day')
    .option('--memory', 'keep the state in memory only')
    .option('--read-only', 'show the table of a deployed service, and change nothing')
    .option(
      '--store <where>',
      'a directory in which the state is kept, or with --read-only dynamodb:TABLE[@REGION] (default: the configuration, else .podguard)',
    )
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES);
  addAwsOptions(addConfigOptions(command));
  command.action(async (flags: StartFlags) => deps.done(await start(flags, deps)));
}

async function start(flags: StartFlags, { terminal, catalogue }: CommandDeps): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? config.store;
  if (flags.readOnly === true) return startReadOnly(where, flags, { terminal, catalogue, config });
  if (flags.memory !== true && isTable(where)) {
    throw new ServiceError(
      'usage',
      `start keeps its state in a directory of this machine, not in ${where}; name one with --store, or look at the table with --read-only`,
    );
  }
  refuseAwsFlags(flags, flags.memory === true ? 'memory' : where);
  const directory = path.resolve(terminal.directory, where);
  // Nothing is left behind by one that cannot run.
  if (flags.once !== true && !existsSync(directory)) await ensureFree(flags.port);
  const local = await openLocalStore(flags.memory === true ? { memory: true } : { directory });
  try {
    const { store, state } = local;
    const backOff = (attempt: number) =>
      new Promise<void>((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
    const now = () => new Date();
    const present = judgedWith(catalogue, config);
    const engine = createEngine({
      store,
      catalogue,
      config,
      judgedWith: present,
      pastLimit: 20,
      backOff,
      now,
    });
    const report = reporter(terminal);
    const context = createFindingContext({ config, state, now, unreadable: report });
    const exemptions = async () => (await context()).exemptions;
    const applyExemptions = createApplyExemptions({ store, state, exemptions, catalogue, now });
    const feed = createFeed();
    const dispatcherOf = (judge: Engine) =>
      createDispatcher({ store, engine: judge, catalogue, notify: feed.publish, backOff, now, context });
    const service = createService({
      store,
      engine,
      dispatcherOf,
      catalogue,
      config,
      context,
      applyExemptions,
      feed,
      ...(flags.memory === true ? {} : { where }),
      readEvents: createReadEvents(eventGroups(config)),
      now,
      report,
    });

    const dispatcher = dispatcherOf(engine);
    await applyExemptions().catch(report);
    // One item that fails keeps neither the others nor the service from running.
    await dispatcher.sweep().catch(report);
    const judgeAgain = async ({ key }: Item): Promise<void> => {
      if ((await engine.rejudge(key)) === 'written') await dispatcher.dispatch(key);
    };
    for await (const item of store.listItems())
      if (item.judgedWith !== present) await judgeAgain(item).catch(report);
    const batch = createBatch({ store, engine, dispatcherOf });
    if (flags.once === true) {
      const counts = flags.sample ? await replaySamples(batch, terminal, config) : NOTHING_READ;
      await printState(store, counts, { terminal, catalogue, context: await context() }, flags);
      return EXIT.clean;
    }
    const listening = await service.listen({ port: flags.port });
    await local.announce(listening.url).catch(report);
    await tell(
      terminal.stderr,
      `podguard: ${listening.url} (Ctrl-C ends it); POST records to ${listening.url}/events\n`,
    );
    const channels = Object.keys(config.channels);
    if (channels.length > 0)
      await tell(
        terminal.stderr,
        `podguard: nothing is sent to channels from here (${channels.join(', ')}): a deployed service does that, this one shows it on its page\n`,
      );
    if (flags.sample) {
      const counts = await replaySamples(batch, terminal, config);
      await tell(
        terminal.stderr,
        `podguard: replayed the sample day, ${counts.records} records (--no-sample leaves it out)\n`,
      );
    }
    await ended(terminal.signal);
    await listening.close();
    return terminal.signal.reason === 'SIGTERM' ? EXIT.clean : EXIT.interrupted;
  } finally {
    await local.close();
  }
}

type Counts = Omit<Summary, 'findings' | 'indeterminate'>;

const NOTHING_READ: Counts = { records: 0, relevant: 0, unreadable: 0, bytes: 0, seconds: 0 };

async function replaySamples(batch: Batch, terminal: Terminal, config: Config): Promise<Counts> {
  const events = eventGroups(config);
  const began = performance.now();
  const directory = samplesDirectory();
  const counts = { records: 0, relevant: 0, unreadable: 0, bytes: 0 };
  const options = { wanted: wantedEvents(events), signal: terminal.signal };
  for await (const found of readArchive([directory], options)) {
    if (found.kind === 'problem') throw new ServiceError('input-unreadable', found.problem.message);
    counts.records += found.records;
    counts.bytes += found.bytes;
    counts.unreadable += found.unreadable.length;
    for (const { record } of found.relevant) {
      counts.relevant += 1;
      const mapped = toChanges(record, events);
      if (mapped.kind === 'changes') for (const change of mapped.changes) await batch.apply(change);
    }
  }
  await batch.flush();
  return { ...counts, seconds: Math.round(performance.now() - began) / 1000 };
}

async function printState(
  store: Store,
  counts: Counts,
  {
    terminal,
    catalogue,
    context,
  }: Pick<CommandDeps, 'terminal' | 'catalogue'> & { readonly context: FindingContext },
  flags: StartFlags,
): Promise<void> {
  const findings: Finding[] = [];
  let indeterminate = 0;
  for await (const item of store.listItems()) {
    for (const life of item.lives) findings.push(toFinding(item, life, catalogue, context));
    indeterminate += item.undecided.length;
  }
  const style = styleFor(terminal.stdout, terminal, flags.color);
  await write(
    terminal.stdout,
    `${renderTable(findings, style)}\n${renderSummary({ ...counts, indeterminate, findings: countFindings(findings) }, style)}`,
  );
}

/** The sample day lies beside the packages. */
function samplesDirectory(): string {
  const directory = fileURLToPath(new URL('../../../../samples', import.meta.url));
  if (existsSync(directory)) return directory;
  throw new ServiceError(
    'input-unreadable',
    `${plain(directory)}: the sample day is missing; --no-sample starts without it`,
  );
}

function port(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}
