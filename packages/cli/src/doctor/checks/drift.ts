import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { canonicalJson, type JsonValue } from '@podguard/core';
import { driftMachine } from '@podguard/deployment';
import { hoursSinceReport } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
import { ask, type Found, fail, type Look, look, ok } from '../line.ts';
import { documentClient } from '../table-state.ts';
import { DEPLOY, type World } from '../world.ts';

/** As the alarm has it: a run may wait for one that is under way, and takes its time. */
const OVERDUE_HOURS = 6;

/** The state machine that reads the whole account is there as this version makes it, and a run reported when one was due. */
export async function checkDrift(world: World): Promise<readonly Look[]> {
  return [
    await look(`${world.site.prefix}-drift`, () => checkMachine(world)),
    await look('the last report', () => checkReport(world)),
  ];
}

async function checkMachine({ site, clients }: World): Promise<Found> {
  const { account, home, prefix } = site;
  const found = await ask(
    'states:DescribeStateMachine',
    clients.sfn(home).send(
      new DescribeStateMachineCommand({
        stateMachineArn: `arn:aws:states:${home}:${account}:stateMachine:${prefix}-drift`,
      }),
    ),
    'StateMachineDoesNotExist',
  );
  if (found === undefined) return fail('the state machine is missing', DEPLOY);
  const role = `arn:aws:iam::${account}:role/${prefix}-drift-machine`;
  if (found.roleArn !== role) return fail(`it runs by ${found.roleArn}, and should by ${role}`, DEPLOY);
  const expected = driftMachine(`arn:aws:lambda:${home}:${account}:function:${prefix}-drift`);
  return isSame(found.definition ?? '', expected)
    ? ok('it is as this version makes it')
    : fail('it is another one than this version makes', DEPLOY);
}

function isSame(definition: string, expected: object): boolean {
  try {
    const found = JSON.parse(definition) as JsonValue;
    return canonicalJson(found) === canonicalJson(JSON.parse(JSON.stringify(expected)) as JsonValue);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

async function checkReport(world: World): Promise<Found> {
  const table = await world.table();
  if (table === undefined) return fail('the function evaluate does not name the table', DEPLOY);
  const { client, close } = documentClient(world);
  try {
    const state = createDynamoDbServiceState({ client, table });
    const since = await ask('dynamodb:GetItem', hoursSinceReport(state, world.now()));
    const { everyHours } = world.config.drift;
    const why = `the executions of ${world.site.prefix}-drift in Step Functions, and the log of the function, say why`;
    if (since === undefined) return fail('no run ever read the account', why);
    const { hours, everReported } = since;
    const ago = `${Math.floor(hours)} hours ago`;
    const told = everReported
      ? `the last run reported ${ago}, and one is due every ${everyHours}`
      : `the first run was due ${ago}, and none has reported yet`;
    return hours > everyHours + OVERDUE_HOURS ? fail(told, why) : ok(told);
  } finally {
    close();
  }
}
