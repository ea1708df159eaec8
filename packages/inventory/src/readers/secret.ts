import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { parseArn } from '@podguard/core';
import { policyText, timeText } from '../answers.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type ReadContext, type Told } from '../reader.ts';

const TYPE = 'secret:';

/** Never its value: no call gives that. One that waits to be deleted is gone, as its event says. */
export const secret = defineReader({
  name: 'secret',
  kind: 'secret',
  actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
  target(key) {
    const arn = parseArn(key);
    if (arn?.service !== 'secretsmanager' || !arn.resource.startsWith(TYPE)) return undefined;
    return { region: arn.region, name: arn.resource.slice(TYPE.length) };
  },
  async ask({ region, name }, context) {
    const { sdk, client } = await context.clients.secretsmanager(region);
    const described = client.send(new sdk.DescribeSecretCommand({ SecretId: name }), {
      abortSignal: context.signal,
    });
    const found = await orNull(described, 'ResourceNotFoundException');
    if (found === null || found.DeletedDate !== undefined) return null;
    if (found.Name !== name) throw new Error(`the answer to ${name} is of ${found.Name ?? 'no name'}`);
    return toldSecret(found, await resourcePolicyOf(must(found.ARN, 'ARN'), region, context), context);
  },
});

export function toldSecret(
  { ARN, CreatedDate, LastRotatedDate, RotationEnabled }: SecretListEntry,
  resourcePolicy: string | null,
  { startedAt }: Pick<ReadContext, 'startedAt'>,
): Told<'secret'> {
  return {
    fields: {
      arn: ARN,
      // Left out where it never was: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
      rotation: RotationEnabled === true ? 'enabled' : 'disabled',
      createdAt: timeText(CreatedDate),
      rotatedAt: timeText(LastRotatedDate) ?? null,
      readAt: timeText(startedAt),
      resourcePolicy,
    },
    sets: {},
  };
}

export async function resourcePolicyOf(
  SecretId: string,
  region: string,
  { clients, signal: abortSignal }: Pick<ReadContext, 'clients' | 'signal'>,
): Promise<string | null> {
  const { sdk, client } = await clients.secretsmanager(region);
  const answer = await client.send(new sdk.GetResourcePolicyCommand({ SecretId }), { abortSignal });
  return policyText(answer.ResourcePolicy) ?? null;
}
