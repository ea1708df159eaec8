import { AwsError, type Data, optional, pageOf } from './operation.ts';

/** At most `most`, or fewer where the call says so. */
export function ec2Page<T>(all: readonly T[], input: Data, most: number) {
  const size = Number(input.MaxResults ?? most);
  if (size > most)
    throw new AwsError('InvalidParameterValue', 400, `Value (${size}) for parameter maxResults is invalid`);
  const { page, next } = pageOf(all, optional(input, 'NextToken'), size);
  return { page, nextToken: next };
}
