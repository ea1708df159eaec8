import type { ParameterMetadata } from '@aws-sdk/client-ssm';
import { namesIn, timeText } from '../answers.ts';
import { must } from '../must.ts';
import { defineReader, type ReadContext, type Told } from '../reader.ts';

/** What is not encrypted is no secret. */
export const SECURE = { Key: 'Type', Option: 'Equals', Values: ['SecureString'] };

/** Never its value: no call gives that. */
export const parameter = defineReader({
  name: 'parameter',
  kind: 'secret',
  actions: ['ssm:DescribeParameters'],
  target(key) {
    const found = namesIn(key, 'ssm', 'parameter');
    // What ends in `*` stands for all below a path.
    if (found === undefined || key.endsWith('*')) return undefined;
    const { partition, region, account, names } = found;
    return { partition, region, account, name: names.join('/') };
  },
  async ask({ partition, region, account, name }, { clients, startedAt, signal: abortSignal }) {
    const { sdk, client } = await clients.ssm(region);
    // A key has no slash at the beginning; a name below others has.
    const named = { Key: 'Name', Option: 'Equals', Values: [name, `/${name}`] };
    const asked = { ParameterFilters: [named, SECURE] };
    // A page may be empty, and the next one have it.
    for await (const page of sdk.paginateDescribeParameters({ client }, asked, { abortSignal })) {
      const [found] = must(page.Parameters, 'list');
      if (found !== undefined) return toldParameter(found, { partition, region, account, startedAt });
    }
    return null;
  },
});

interface Place extends Pick<ReadContext, 'startedAt'> {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export function toldParameter(
  { Name, LastModifiedDate, Version }: ParameterMetadata,
  { partition, region, account, startedAt }: Place,
): Told<'secret'> {
  const changedAt = timeText(LastModifiedDate);
  const name = must(Name, 'name').replace(/^\//, '');
  return {
    fields: {
      arn: `arn:${partition}:ssm:${region}:${account}:parameter/${name}`,
      rotation: 'disabled',
      // Of its versions only the newest tells when it was made.
      createdAt: Version === 1 ? changedAt : undefined,
      rotatedAt: Version === 1 ? null : changedAt,
      readAt: timeText(startedAt),
      // Who shares it with others, one call each would tell: no rule asks.
      resourcePolicy: undefined,
    },
    sets: {},
  };
}
