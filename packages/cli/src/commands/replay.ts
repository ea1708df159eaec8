import { type Config, eventGroups, type JsonObject, ServiceError } from '@podguard/core';
import { plain } from '@podguard/report';
import { type Command, Option } from 'commander';
import { archiveWords } from '../archive-words.ts';
import { addAwsOptions } from '../aws-flags.ts';
import { loadConfig } from '../configuration.ts';
import { tellInterruption } from '../interruption.ts';
import { createProgress } from '../progress.ts';
import {
  addRecordOptions,
  openRecordSources,
  type RecordFlags,
  refuseContradictions,
  watchedRegions,
} from '../record-sources.ts';
import type { Destination } from '../replay/open-destination.ts';
import type { Counts } from '../replay/read-records.ts';
import { EXIT, type Terminal, write } from '../terminal.ts';
import type { CommandDeps } from './command.ts';

export interface ReplayFlags extends RecordFlags {
  readonly store?: string;
  readonly stage?: string;
  readonly queue?: string;
  readonly url?: string;
  readonly redrive?: string;
  readonly dryRun?: boolean;
  readonly config?: string;
  readonly format?: 'table' | 'json';
  readonly quiet?: boolean;
}

const EXAMPLES = `
To a deployed service go the records of its account and of watched regions, and they are marked: what only they open is told together, as
one digest, when no more have come for ten minutes, and nothing is repaired because of them. A record that the service knows changes nothing.

Examples:
  podguard replay logs/ --stage prod --dry-run
  podguard replay logs/ --stage prod
  aws cloudtrail lookup-events | podguard replay - --queue https://sqs.eu-central-1.amazonaws.com/111122223333/podguard-prod-evaluate
  podguard replay --lookup --days 30 --stage prod
  podguard replay s3://my-trail/AWSLogs/ --store .podguard
  podguard replay samples --url http://localhost:4700
  podguard replay --redrive evaluate --stage prod
  podguard replay --redrive undelivered@us-east-1 --stage prod
  podguard replay --redrive sns --stage prod`;

export function addReplay(program: Command, deps: CommandDeps): void {
  const command = program
    .command('replay')
    .description('feeds records to a service again, or puts back what was put aside')
    .argument('[path...]', 'files, directories (read recursively), s3://BUCKET/FOLDER or -')
    .option('--stage <name>', 'a deployed stage')
    .option('--queue <url>', 'the address of an evaluate queue, in place of a stage')
    .option('--url <address>', 'a service on this machine: http://localhost:4700')
    .option('--store <directory>', 'the state of this machine, whether podguard start runs or not')
    .option(
      '--redrive <queue>',
      'put back what was put aside of: evaluate, undelivered[@REGION], a channel, due, ...',
    )
    .option('--dry-run', 'read and count, and send nothing')
    .option('--config <file>', 'configuration (default: podguard.config.ts, where there is one)')
    .addOption(
      new Option(
        '--format <format>',
        'how counts are written (default: table on a terminal, else json)',
      ).choices(['table', 'json']),
    )
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES);
  addAwsOptions(addRecordOptions(command));
  command.action(async (paths: readonly string[], flags: ReplayFlags) => {
    const { terminal } = deps;
    refuse(paths, flags);
    if (flags.redrive === undefined) return deps.done(await replay(paths, flags, deps));
    const { redrive } = await import('../replay/run-redrive.ts');
    const { reasons, ...counts } = await redrive(flags.redrive, flags, terminal);
    for (const reason of reasons) terminal.stderr.write(`podguard: ${plain(reason)}\n`);
    await report(counts, flags, terminal);
    if (terminal.signal.aborted) return deps.done(EXIT.interrupted);
    return deps.done(counts.left > 0 ? EXIT.partly : EXIT.clean);
  });
}

function refuse(paths: readonly string[], flags: ReplayFlags): void {
  const to = [flags.stage, flags.queue, flags.url, flags.store].filter((one) => one !== undefined).length;
  if (flags.redrive !== undefined) {
    if (paths.length > 0 || flags.lookup === true)
      throw usage('--redrive takes no files: give one or the other');
    if (flags.stage === undefined || to > 1) throw usage('--redrive needs --stage, and no other place');
    return;
  }
  refuseContradictions(paths, flags);
  if (to === 0 && flags.dryRun !== true)
    throw usage('say where to: --stage NAME, --queue URL, --url ADDRESS or --store DIRECTORY');
  if (to > 1) throw usage('give one of --stage, --queue, --url and --store');
}

async function replay(
  paths: readonly string[],
  flags: ReplayFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const { openDestination } = await import('../replay/open-destination.ts');
  const destination = await openDestination(flags, config, { terminal, catalogue });
  try {
    return await replayTo(destination, paths, { flags, config, terminal });
  } finally {
    await destination.close();
  }
}

async function replayTo(
  destination: Destination,
  paths: readonly string[],
  { flags, config, terminal }: { flags: ReplayFlags; config: Config; terminal: Terminal },
): Promise<number> {
  const { readRecords } = await import('../replay/read-records.ts');
  const { signal } = terminal;
  const regions = watchedRegions(destination.home, config);
  const records = await openRecordSources(paths, flags, { config, signal, regions });
  const progress = createProgress(terminal, flags.quiet === true, archiveWords);
  tellInterruption(signal, progress.say);
  const counts: Counts = {
    records: 0,
    relevant: 0,
    'failed-call': 0,
    elsewhere: 0,
    unreadable: 0,
    problems: 0,
  };
  const onProblem = (message: string) => progress.say(`podguard: ${plain(message)}`);
  const events = readRecords(records.paths, counts, {
    groups: eventGroups(config),
    place: destination.place,
    stdin: terminal.stdin,
    sources: records.sources,
    signal,
    onProblem,
    onProgress: progress.show,
  });
  let sent = 0;
  let refused = 0;
  try {
    if (flags.dryRun === true) for await (const _ of events);
    else
      await destination.send({
        events,
        onSent: (count) => {
          sent += count;
        },
        onRefused: (message) => {
          refused += 1;
          onProblem(message);
        },
      });
  } finally {
    progress.end();
    records.close();
  }
  const dryRun = flags.dryRun === true ? { dryRun: true } : {};
  const interrupted = signal.aborted ? { interrupted: true } : {};
  await report({ ...counts, sent, ...dryRun, ...interrupted }, flags, terminal);
  if (signal.aborted) return EXIT.interrupted;
  if (counts.problems + counts.unreadable + refused === 0) return EXIT.clean;
  return counts.records === 0 ? EXIT.unusable : EXIT.partly;
}

/** What a destination is given. */
export interface Sending {
  readonly events: AsyncIterable<JsonObject>;
  readonly onSent: (count: number) => void;
  readonly onRefused: (message: string) => void;
}

async function report(
  counts: Readonly<Record<string, number | boolean>>,
  flags: ReplayFlags,
  { stdout }: Terminal,
): Promise<void> {
  const isTable = flags.format === 'table' || (flags.format === undefined && stdout.isTTY === true);
  const { dryRun, interrupted, ...numbers } = counts;
  const words = Object.entries(numbers).map(([name, count]) => `${count} ${name}`);
  const notes = [
    ...(interrupted === true ? [' (interrupted)'] : []),
    ...(dryRun === true ? [' (dry run: nothing was sent)'] : []),
  ];
  const text = `${words.join(', ')}${notes.join('')}`;
  await write(stdout, `${isTable ? text : JSON.stringify(counts)}\n`);
}

function usage(message: string): ServiceError {
  return new ServiceError('usage', message);
}
