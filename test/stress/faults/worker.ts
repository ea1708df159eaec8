import { parentPort } from 'node:worker_threads';
import { startFaultAnswers } from './fault-answers.ts';
import { accuse, runUndisturbed } from './judge.ts';
import { record } from './recorder.ts';
import { closeDynamoDb, theDynamoDb } from './runs/table.ts';
import type { Told } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { listSites } from './sites.ts';
import { type Fault, worlds } from './world.ts';

export type Job =
  | { readonly id: number; readonly scenario: string }
  | { readonly id: number; readonly scenario: string; readonly fault: Fault; readonly calm: Told };

const port = parentPort;
if (port === null) throw new Error('it runs as a worker');

for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  const plain = console[method].bind(console);
  console[method] = (...words: readonly unknown[]) => {
    const world = worlds.getStore();
    if (world === undefined) plain(...words);
    else world.lines.push(words.map(String).join(' '));
  };
}
process.on('unhandledRejection', (error) => {
  const world = worlds.getStore();
  const site = world?.fault?.site ?? 'afterwards';
  port.postMessage({
    unhandled: `${site}: nobody awaits: ${error instanceof Error ? error.stack : String(error)}`,
  });
});

const answers = await startFaultAnswers();
record(listSites(), answers.port);
await theDynamoDb();

port.on('message', async (job: Job | 'end') => {
  if (job === 'end') {
    await Promise.all([answers.close(), closeDynamoDb()]);
    port.close();
    return;
  }
  const scenario = SCENARIOS.find(({ name }) => name === job.scenario);
  if (scenario === undefined) throw new Error(`there is no ${job.scenario}`);
  try {
    const result =
      'fault' in job ? await accuse(scenario, job.fault, job.calm) : await runUndisturbed(scenario);
    port.postMessage({ id: job.id, result });
  } catch (error) {
    port.postMessage({
      id: job.id,
      failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
});
port.postMessage({ ready: SCENARIOS.map(({ name, isLong = false }) => ({ name, isLong })) });
