import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { ask, fail, type Look, look, ok, warn } from '../line.ts';
import { DEPLOY, type World } from '../world.ts';

/** The table is there and has what the service relies on. */
export async function checkTable(world: World): Promise<readonly Look[]> {
  const { clients, site, stage } = world;
  const client = clients.dynamoDb(site.home);
  const gone = ['ResourceNotFoundException', 'TableNotFoundException'];
  const table = await look('table', async () => {
    const TableName = await world.table();
    if (TableName === undefined) return fail('the function evaluate does not name it', DEPLOY);
    const answer = await ask(
      'dynamodb:DescribeTable',
      client.send(new DescribeTableCommand({ TableName })),
      ...gone,
    );
    const table = answer?.Table;
    if (table === undefined) return fail(`${TableName} is missing`, DEPLOY);
    if (table.StreamSpecification?.StreamEnabled !== true)
      return fail(`${TableName} has no stream: nobody is told before the next sweep`, DEPLOY);
    if (/^prod/.test(stage) && table.DeletionProtectionEnabled !== true)
      return warn(
        `${TableName} is not protected against being deleted`,
        `aws dynamodb update-table --table-name ${TableName} --deletion-protection-enabled`,
      );
    return ok(`${TableName} is ${String(table.TableStatus).toLowerCase()} and has a stream`);
  });
  if (table.status === 'unknown' || table.status === 'fail') return [table];
  return [
    table,
    await look('time to live', async () => {
      const TableName = (await world.table()) ?? '';
      const answer = await ask(
        'dynamodb:DescribeTimeToLive',
        client.send(new DescribeTimeToLiveCommand({ TableName })),
        ...gone,
      );
      const { TimeToLiveStatus, AttributeName } = answer?.TimeToLiveDescription ?? {};
      if (TimeToLiveStatus?.startsWith('ENABL') === true && AttributeName === 'expires')
        return ok('what is over is removed');
      return fail('what is over is kept for ever', DEPLOY);
    }),
    await look('backups', async () => {
      const TableName = (await world.table()) ?? '';
      const answer = await ask(
        'dynamodb:DescribeContinuousBackups',
        client.send(new DescribeContinuousBackupsCommand({ TableName })),
        ...gone,
      );
      const status =
        answer?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
      return status === 'ENABLED'
        ? ok('it can be restored to any point in time')
        : warn('it cannot be restored to a point in time', DEPLOY);
    }),
  ];
}
