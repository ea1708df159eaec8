import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type JsonObject, type RemediationStep, reasonOf } from '@podguard/core';
import { createPerform } from '@podguard/remediate';
import { REGION } from '../../../inventory/account.ts';
import type { Opened, Scenario } from '../scenario.ts';
import { sitesOf } from '../sites.ts';
import type { Answers } from '../world.ts';
import { newAccount, readingOf } from './account.ts';

const SERVICES = ['ec2', 'eks', 'events', 'iam'];
/** What the SDK asks for before it sends. */
const INPUT: JsonObject = {
  name: 'prod',
  clusterName: 'prod',
  associationId: 'a-1',
  principalArn: 'arn:p',
  policyArn: 'arn:a',
};

/** Every command that repairs, as a plan's only step. */
export const REPAIRS: readonly Scenario[] = SERVICES.flatMap((service) => {
  const file = `packages/remediate/src/commands/${service}.ts`;
  const text = readFileSync(fileURLToPath(new URL(`../../../../${file}`, import.meta.url)), 'utf8');
  return sitesOf(file, text).map(({ command }) => ({
    name: `repair by ${command}`,
    open: () => openStep(`${service}:${command.replace(/Command$/, '')}`, command),
  }));
});

async function openStep(action: string, command: string): Promise<Opened> {
  const done: string[] = [];
  const answers: Answers = {
    [command](input: JsonObject) {
      done.push(JSON.stringify(input));
      return {};
    },
  };
  const account = await newAccount(answers);
  const perform = createPerform({ clients: readingOf(account).clients, timeoutMs: 6_000 });
  const step: RemediationStep = { action, region: REGION, input: INPUT, words: 'a step' };
  return {
    world: account.world,
    async run() {
      const failed = await perform(step, 'rm-1').then(() => '', reasonOf);
      // As the note of a remediation has it.
      return { claims: done.map(() => 'done'), told: failed === '' ? '' : `${action}: ${failed}` };
    },
    close: () => account.fake.close(),
  };
}
