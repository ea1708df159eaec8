import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { parameterKey, partitionOf, secretKey } from '@podguard/core';
import { isNamed } from '../fault.ts';
import type { KeysPage, ListContext, Listing } from '../listing.ts';
import { must } from '../must.ts';
import { type ReadContext, type Told, toldChange } from '../reader.ts';
import { parameter, SECURE, toldParameter } from '../readers/parameter.ts';
import { resourcePolicyOf, toldSecret } from '../readers/secret.ts';
import { tellEach } from './tell-each.ts';

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
  const told = await tellEach(
    must(answer.SecretList, 'list'),
    {
      source,
      kind: 'secret',
      limit: PARALLEL,
      keyOf: (found) => secretKey(partitionOf(region), region, account, must(found.Name, 'name')),
      tell: (found, part) => toldWithPolicy(found, region, part),
    },
    context,
  );
  return { ...told, next: answer.NextToken };
}

async function toldWithPolicy(
  found: SecretListEntry,
  region: string,
  part: ReadContext,
): Promise<Told<'secret'> | null> {
  try {
    return toldSecret(found, await resourcePolicyOf(must(found.ARN, 'ARN'), region, part), part);
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return null;
    throw error;
  }
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
