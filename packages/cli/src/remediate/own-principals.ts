import { type Config, parseArn } from '@podguard/core';
import type { Caller } from '../drift/caller.ts';
import { isTable } from '../local-store/index.ts';

/** The roles by which the service of a table repairs: named as its parts are, of which the table is one. Of a directory there is none. */
export function ownPrincipals(
  where: string,
  { arn, account }: Caller,
  { ownParts }: Pick<Config, 'ownParts'>,
): readonly string[] {
  if (!isTable(where)) return [];
  const [, ofTable] = /^dynamodb:(podguard-[\w.-]+?)-TableTable-/.exec(where) ?? [];
  const prefixes = new Set(
    [...(ofTable === undefined ? [] : [ofTable]), ...ownParts].map((prefix) => prefix.replace(/-$/, '')),
  );
  const partition = parseArn(arn)?.partition ?? 'aws';
  return [...prefixes].map((prefix) => `arn:${partition}:iam::${account}:role/${prefix}-remediate`);
}
