import { describe, expect, it } from 'vitest';
import { ACCOUNT, PODS_TRUST, roleArn, type TestAccount, testAccount } from '../inventory/account.ts';
import { serviceOver } from './evaluate-account.ts';
import { PLENTY, received, setUp } from './evaluate-world.ts';

const trusting = (Principal: unknown) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });
const OPEN = trusting({ AWS: '*' });
const SAFE = trusting({ Service: 'ec2.amazonaws.com' });
const APP = roleArn('app');
const READ_AGAIN = JSON.stringify({ podguard: 'rejudge', key: APP, read: true });

async function withRole() {
  const account = await testAccount();
  const service = serviceOver(account);
  await account.iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: SAFE });
  await service.deliver();
  account.wait(600);
  return { account, service };
}

function trust({ iam }: TestAccount, PolicyDocument: string) {
  return iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument });
}

/** As AWS tells of a document that is too long for a record. */
function omitDocument({ fake }: TestAccount): void {
  const record = fake.records.at(-1) as { requestParameters?: unknown };
  record.requestParameters = { roleName: 'app', policyDocument: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
}

describe('what is too young for a read to decide', () => {
  it.for([4, 59])('is read again when it can be: a document that its event omits, %i s old', async (age) => {
    const { account, service } = await withRole();
    await trust(account, OPEN);
    omitDocument(account);
    account.wait(age);
    await service.deliver();
    expect(await service.openRules(APP)).toEqual([]);
    expect(service.queued).toEqual([{ body: READ_AGAIN, delaySeconds: 62 - age }]);
    await service.deliverQueued();
    expect(await service.openRules(APP)).toContain('trust-public-principal');
    expect(service.told.map(({ finding }) => finding.rule)).toContain('trust-public-principal');
    expect(service.queued).toEqual([]);
  });

  it('is read again when it can be: what two calls of one second left open', async () => {
    const { account, service } = await withRole();
    await trust(account, OPEN);
    await trust(account, SAFE);
    account.wait(4);
    await service.deliver();
    expect(await service.openRules(APP)).toContain('trust-public-principal');
    await service.deliverQueued();
    expect(await service.openRules(APP)).toEqual([]);
  });

  it('is read again once, even where the clocks differ', async () => {
    const { account, service } = await withRole();
    account.wait(3600);
    await trust(account, OPEN);
    omitDocument(account);
    account.wait(-3600);
    await service.deliver();
    expect(service.queued).toEqual([{ body: READ_AGAIN, delaySeconds: 900 }]);
    service.asked.length = 0;
    await service.deliverQueued();
    expect(service.asked).toEqual([APP]);
    expect(service.queued).toEqual([]);
  });

  it('is read again after each event that leaves it open', async () => {
    const { account, service } = await withRole();
    await trust(account, OPEN);
    omitDocument(account);
    account.wait(30);
    await service.deliver();
    await trust(account, SAFE);
    omitDocument(account);
    account.wait(4);
    await service.deliver();
    expect(service.queued.map(({ delaySeconds }) => delaySeconds)).toEqual([32, 58]);
    await service.deliverQueued();
    expect(await service.openRules(APP)).toEqual([]);
  });
});

it('a message to read again comes again where there was no time', async () => {
  const { evaluate, asked, notices } = setUp();
  const message = received(READ_AGAIN);
  expect([...(await evaluate([message], () => 4_000)).keys()]).toEqual([message.id]);
  expect([...(await evaluate([{ ...message, receives: 3 }], () => 4_000)).keys()]).toEqual([]);
  expect(notices).toMatchObject([{ kind: 'not-read', key: APP, outcome: 'no-time' }]);
  expect([...(await evaluate([message], PLENTY)).keys()]).toEqual([]);
  expect(asked).toEqual([APP]);
});

describe('what events told', () => {
  const UNDECIDED = [
    'node-role-addon-permissions',
    'node-role-app-permissions',
    'node-role-assumes-roles',
    'trust-foreign-account',
  ];

  it('is read where two of one second differ, though every rule could be decided', async () => {
    const account = await testAccount();
    const service = serviceOver(account, Object.fromEntries(UNDECIDED.map((rule) => [rule, 'off'])));
    await account.iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: SAFE });
    account.wait(600);
    await trust(account, OPEN);
    await trust(account, SAFE);
    account.wait(300);
    await service.deliver();
    expect(service.asked).toEqual([APP]);
    expect(await account.item(APP)).toMatchObject({ undecided: [] });
    expect(await service.openRules(APP)).toEqual([]);
  });

  it('is read further where ten that are named first are denied', async () => {
    const account = await testAccount();
    const service = serviceOver(account);
    const allowing = (Action: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    await account.iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST });
    for (let at = 0; at < 12; at += 1) {
      const name = `p${String(at).padStart(2, '0')}`;
      const PolicyDocument = allowing(at === 11 ? '*' : 's3:GetObject');
      await account.iam.createPolicy({ PolicyName: name, PolicyDocument });
      const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/${name}`;
      await account.iam.attachRolePolicy({ RoleName: 'app', PolicyArn });
    }
    account.wait(86_400);
    service.forget();
    account.fake.fault('iam:ListPolicyVersions', { kind: 'error', status: 403, code: 'AccessDenied' }, 10);
    await account.iam.tagRole({ RoleName: 'app', Tags: [{ Key: 'team', Value: 'shop' }] });
    account.wait(4);
    await service.deliver();
    expect(service.notices).toHaveLength(10);
    const last = `arn:aws:iam::${ACCOUNT}:policy/p11`;
    expect(service.asked.filter((key) => key === last)).toHaveLength(1);
    expect(await account.item(last)).toMatchObject({ present: true });
  });
});

describe('nothing is read again', () => {
  it('where a read decided it', async () => {
    const { account, service } = await withRole();
    await trust(account, OPEN);
    omitDocument(account);
    account.wait(63);
    await service.deliver();
    expect(await service.openRules(APP)).toContain('trust-public-principal');
    expect(service.queued).toEqual([]);
  });

  it('where events told all', async () => {
    const { account, service } = await withRole();
    await trust(account, OPEN);
    account.wait(4);
    await service.deliver();
    expect(await service.openRules(APP)).toContain('trust-public-principal');
    expect(service.queued).toEqual([]);
  });

  it('where the account does not tell it either', async () => {
    const { account, service } = await withRole();
    await trust(account, OPEN);
    const { told } = account.fake.account.roles.get('app') as { readonly told: Record<string, unknown> };
    delete told.AssumeRolePolicyDocument;
    omitDocument(account);
    account.wait(4);
    await service.deliver();
    expect(service.asked).toContain(APP);
    expect(service.queued).toEqual([]);
  });
});
