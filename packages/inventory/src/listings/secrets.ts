import { parameterKey, partitionOf, type StateChange, secretKey } from '@podguard/core';
import { faultOf, isNamed } from '../fault.ts';
import type { KeysPage, ListContext, Listing } from '../listing.ts';
import { mapBounded } from '../map-bounded.ts';
import { must } from '../must.ts';
import { type Told, toldChange } from '../reader.ts';
import { parameter, SECURE, toldParameter } from '../readers/parameter.ts';
import { resourcePolicyOf, toldSecret } from '../readers/secret.ts';

const PARALLEL = 5;
/** Each takes a call more. */
const SECRETS = 50;
/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
const PARAMETERS = 50;

const source = {
  name: 'secrets',
  actions: ['secretsmanager:GetResourcePolicy', 'secretsmanager:ListSecrets'],
} as const;

/** Secrets of Secrets Manager: what is known of them, never their values. */
export const secrets: Listing = { ...source, kinds: ['secret'], scope: 'region', list: listSecrets };

/** Encrypted parameters of Systems Manager, likewise. */
export const parameters: Listing = {
  name: 'parameters',
  actions: parameter.actions,
  kinds: ['secret'],
  scope: 'region',
  list: listParameters,
};

async function listSecrets(NextToken: string | undefined, context: ListContext): Promise<KeysPage> {
  const { region, account, clients, signal: abortSignal } = context;
  const { sdk, client } = await clients.secretsmanager(region);
  const command = new sdk.ListSecretsCommand({ NextToken, MaxResults: SECRETS });
  const answer = await client.send(command, { abortSignal });
  const read = await mapBounded(must(answer.SecretList, 'list'), PARALLEL, async (found) => {
    const key = secretKey(partitionOf(region), region, account, must(found.Name, 'name'));
    try {
      const arn = must(found.ARN, 'ARN');
      const policy = await context.part((part) => resourcePolicyOf(arn, region, part));
      return { key, told: change(key, toldSecret(found, policy, context), context) };
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) return { key, told: change(key, null, context) };
      return { key, unread: { key, ...faultOf(error) } };
    }
  });
  return {
    keys: read.map(({ key }) => key),
    told: read.flatMap(({ told }) => told ?? []),
    unread: read.flatMap(({ unread }) => unread ?? []),
    next: answer.NextToken,
  };
}

async function listParameters(NextToken: string | undefined, context: ListContext): Promise<KeysPage> {
  const { region, account, clients, startedAt, signal: abortSignal } = context;
  const partition = partitionOf(region);
  const { sdk, client } = await clients.ssm(region);
  const input = { NextToken, MaxResults: PARAMETERS, ParameterFilters: [SECURE] };
  const answer = await client.send(new sdk.DescribeParametersCommand(input), { abortSignal });
  const told = must(answer.Parameters, 'list').map((found) => {
    const key = parameterKey(partition, region, account, must(found.Name, 'name'));
    const whole = toldParameter(found, { partition, region, account, startedAt });
    return toldChange(parameter, { kind: 'secret', key, region, told: whole }, context);
  });
  return { keys: told.map(({ key }) => key), told, next: answer.NextToken };
}

function change(key: string, told: Told<'secret'> | null, context: ListContext): StateChange {
  return toldChange(source, { kind: 'secret', key, region: context.region, told }, context);
}
