import type { DeployOptions } from './options.ts';

/** As `ensureTable` of packages/store makes it locally. Its name ends in random letters: one that was kept is never in the way. */
export function createTable({ tableKey }: DeployOptions): sst.aws.Dynamo {
  return new sst.aws.Dynamo('Table', {
    fields: { pk: 'string', sk: 'string', pending: 'string' },
    primaryIndex: { hashKey: 'pk', rangeKey: 'sk' },
    globalIndexes: { pending: { hashKey: 'pending', projection: ['name', 'expires'] } },
    stream: 'new-and-old-images',
    ttl: 'expires',
    deletionProtection: $app.protect === true,
    transform: {
      table(table) {
        if (tableKey !== undefined) table.serverSideEncryption = { enabled: true, kmsKeyArn: tableKey };
      },
    },
  });
}
