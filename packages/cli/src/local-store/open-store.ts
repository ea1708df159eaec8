import { ServiceError } from '@podguard/core';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import { type AwsFlags, awsConfig, refuseAwsFlags } from '../aws-flags.ts';
import { type OpenStore, useLocalStore } from './use-local-store.ts';

/** Opens what `--store` names: `DIR` or `dynamodb:TABLE[@REGION]`. */
export async function openStore(spec: string, aws: AwsFlags = {}): Promise<OpenStore> {
  if (!isTable(spec)) {
    refuseAwsFlags(aws, spec);
    return useLocalStore(spec);
  }
  const { table, region } = parseTable(spec);
  if (region !== undefined && aws.region !== undefined && region !== aws.region)
    throw new ServiceError(
      'usage',
      `--store ${spec} names another region than --region ${aws.region}: leave one of them out`,
    );
  const { client, close } = connect(awsConfig({ ...aws, region: region ?? aws.region }));
  const of = { client, table };
  return {
    store: createDynamoDbStore(of),
    state: createDynamoDbServiceState(of),
    close: async () => close(),
  };
}

/** The region that `dynamodb:TABLE@REGION` names. */
export function regionOf(spec: string): string | undefined {
  return parseTable(spec).region;
}

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
function parseTable(spec: string): { readonly table: string; readonly region: string | undefined } {
  const [, table, region] = /^dynamodb:([^@]+)(?:@([a-z0-9-]+))?$/.exec(spec) ?? [];
  if (table === undefined)
    throw new ServiceError('usage', `--store ${spec}: write dynamodb:TABLE or dynamodb:TABLE@REGION`);
  if (/^[\w.-]{3,255}$/.test(table)) return { table, region };
  throw new ServiceError(
    'usage',
    `--store ${spec}: no table is called ${table}: the name of one has 3 to 255 letters, digits, underscores, dots and hyphens`,
  );
}

/** Whether what `--store` names is the table of a deployed service. */
export function isTable(spec: string): boolean {
  return spec.startsWith('dynamodb:');
}
