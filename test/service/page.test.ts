import type { Posture } from '@podguard/core';
import { expect, test } from 'vitest';
import {
  associated,
  keyCreated,
  keyDeleted,
  metadataModified,
  OPEN_IRSA_TRUST,
  PODS_TRUST,
  policyAttached,
  record,
  roleCreated,
  trustUpdated,
} from './records.ts';
import { createTestService, type TestServiceOptions } from './test-service.ts';

const ACCOUNT = '111122223333';

/** The page's text as a person reads it. */
async function pageOf(records: readonly object[], options: TestServiceOptions = {}): Promise<string> {
  const service = createTestService(options);
  expect((await service.post(JSON.stringify(records))).status).toBe(200);
  const text = await (await service.request('/')).text();
  return text.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
}

const session = (extra: object) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/alice`,
  accountId: ACCOUNT,
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/team/Admin` },
    ...extra,
  },
});

test.for([
  ['a role in a path', session({}), 'alice (role Admin · AWS CLI)'],
  [
    'a source identity',
    session({ sourceIdentity: 'alice@example.com' }),
    'alice@example.com (role Admin, session alice · AWS CLI)',
  ],
  [
    'a user',
    { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ops/bob`, userName: 'bob' },
    'bob (user · AWS CLI)',
  ],
  ['root', { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root` }, `root of ${ACCOUNT} (AWS CLI)`],
  ['a service', { type: 'AWSService', invokedBy: 'eks.amazonaws.com' }, 'eks.amazonaws.com (AWS CLI)'],
  ['nobody the record names', {}, 'somebody (AWS CLI)'],
] as const)('who did it: %s', async ([, userIdentity, expected]) => {
  const text = await pageOf([{ ...metadataModified('i-0abc1234def567890', 'optional'), userIdentity }]);
  expect(text).toContain(`${expected} 55 minutes ago ModifyInstanceMetadataOptions from 203.0.113.7`);
});

test.for([
  ['2026-01-02T03:04:30Z', 'just now'],
  ['2026-01-02T03:05:05Z', '1 minute ago'],
  ['2026-01-02T05:04:05Z', '2 hours ago'],
  ['2026-01-03T03:04:05Z', 'yesterday'],
  ['2026-03-09T03:04:05Z', '2 months ago'],
] as const)('at %s it was %s', async ([now, expected]) => {
  const text = await pageOf([keyCreated('ci-bot', 'AKIAIOSFODNN7EXAMPLE')], { now: () => new Date(now) });
  expect(text).toContain(`AWS CLI) ${expected} CreateAccessKey`);
});

test('a summary names roles and issuers in short, and the whole is beside it', async () => {
  const service = createTestService();
  const records = [
    roleCreated('reports', PODS_TRUST),
    trustUpdated('reports', OPEN_IRSA_TRUST, { at: '2026-01-02T03:10:00Z' }),
  ];
  await service.post(JSON.stringify(records));
  const page = await (await service.request('/')).text();
  expect(page).toContain(
    '>Any service account of cluster oidc.eks.eu-central-1 …CDEF may assume role reports<',
  );
  expect(page).toContain(`may assume arn:aws:iam::${ACCOUNT}:role/reports"`);
});

test('a command to mend holds the values of the finding, but none that would change the command', async () => {
  const id = 'i-0abc1234def567890';
  expect(await pageOf([metadataModified(id, 'optional')])).toContain(
    `--instance-id ${id} --region eu-central-1`,
  );
  expect(await pageOf([metadataModified('i-0; rm -rf ~', 'optional')])).toContain(
    '--instance-id INSTANCE_ID --region',
  );
});

test('accounts, clusters and counts are summed up', async () => {
  const text = await pageOf([
    keyCreated('ci-bot', 'AKIAIOSFODNN7EXAMPLE'),
    roleCreated('reports', PODS_TRUST),
  ]);
  expect(text).toContain(`Account ${ACCOUNT} · 3 resources watched`);
  expect(text).toMatch(/0 critical 1 high 0 medium 0 low/);
});

test('the count of what is not fully known leads to the list of it', async () => {
  const service = createTestService();
  await service.post(JSON.stringify([keyCreated('ci-bot', 'AKIAIOSFODNN7EXAMPLE')]));
  const page = await (await service.request('/')).text();
  const link = /<a href="([^"]*)"[^>]*>(\d+) not fully known<\/a>/.exec(page);
  const resources = (await (await service.request(link?.[1] ?? '')).json()) as { undecided: unknown[] }[];
  expect(resources.filter(({ undecided }) => undecided.length > 0)).toHaveLength(Number(link?.[2]));
});

test('no string of a record turns our words around or hides', async () => {
  const bad = '\u202e\u2066\u200b\u0007\u2028';
  const userIdentity = session({ sourceIdentity: `eve${bad}` });
  const records = [
    { ...keyCreated(`ci${bad}`, 'AKIAIOSFODNN7EXAMPLE'), userIdentity },
    { ...metadataModified(`i-0${bad}`, 'optional', { userAgent: `agent${bad}` }), sourceIPAddress: bad },
    { ...keyDeleted('ci', 'AKIAIOSFODNN7EXAMPLE', { at: '2026-01-02T05:00:00Z' }), userIdentity },
  ];
  const service = createTestService();
  await service.post(JSON.stringify(records));
  const page = await (await service.request('/')).text();
  expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\u2028]/);
  expect(page).toContain('<b>eve\\u202e\\u2066\\u200b\\u0007\\u2028</b>');
  expect(page).toContain('agent\\u202e');
});

test('commands to mend keep their lines', async () => {
  const service = createTestService();
  await service.post(JSON.stringify([metadataModified('i-0abc1234def567890', 'optional')]));
  expect(await (await service.request('/')).text()).toMatch(/<pre tabindex="0">[^<]*\n[^<]*<\/pre>/);
});

const associations = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    associated({ serviceAccount: `app-${index}`, id: `a-${String(index).padStart(17, '0')}` }),
  );

test('the posture has the arithmetic of each identity, the worst first, and of each mean', async () => {
  const text = await pageOf([
    roleCreated('checkout', PODS_TRUST),
    ...associations(2),
    associated({ namespace: 'kube-system', serviceAccount: 'intruder', id: 'a-intruder000000001' }),
  ]);
  // A service account of kube-system that is no add-on's is a medium: 70 + 100 + 100 = 270, by 3: 90.
  expect(text).toContain('Posture account 90 of 100 prod 90');
  expect(text).toContain('cluster prod, eu-central-1 90 = 270 / 3 grants');
  expect(text).toMatch(
    /kube-system\/intruderpod-identity association a-intruder000000001medium pod-identity-system-namespace100 × 70 % = 70shop\/app-0pod-identity association a-0{17}nothing open100 × 100 % = 100/,
  );
});

test('a long posture is folded: the page has the worst, and says where all are', async () => {
  const text = await pageOf([roleCreated('checkout', PODS_TRUST), ...associations(30)]);
  // A low finding is open on the role that they share.
  expect(text).toContain('cluster prod, eu-central-1 90 = 2700 / 30 grants');
  expect(text).toContain('And 10 more, none of them worse: all of them as JSON');
});

test('what is not known is on the page apart, and no score of it', async () => {
  const text = await pageOf(associations(1));
  expect(text).toContain('Posture account no score 1 not scored How');
  expect(text).toContain(`shop/app-0pod-identity: trust policy of arn:aws:iam::${ACCOUNT}:role/checkout`);
});

test('a page without workload identities has no posture', async () => {
  expect(await pageOf([keyCreated('ci-bot', 'AKIAIOSFODNN7EXAMPLE')])).not.toContain('Posture');
});

test('the posture is that of now: what ended is gone, what changed is read again', async () => {
  const service = createTestService();
  const posture = async () => (await service.request('/api/posture')).json() as Promise<Posture>;
  await service.post(JSON.stringify([roleCreated('checkout', PODS_TRUST), ...associations(1)]));
  expect(await posture()).toMatchObject({ v: 1, identities: [{ name: 'shop/app-0', score: 100 }] });
  const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await service.post(JSON.stringify(policyAttached('checkout', admin, { at: '2026-01-02T03:05:00Z' })));
  expect(await posture()).toMatchObject({ identities: [{ name: 'shop/app-0', score: 10 }] });
  const association = { clusterName: 'prod', associationId: 'a-00000000000000000' };
  const deleted = { association: { ...association, associationArn: arnOf(association.associationId) } };
  await service.post(
    JSON.stringify(
      record('eks', 'DeletePodIdentityAssociation', association, deleted, { at: '2026-01-02T03:06:00Z' }),
    ),
  );
  expect(await posture()).toMatchObject({ identities: [] });
});

test('the posture is answered in parts, with the way to the next', async () => {
  const service = createTestService();
  await service.post(JSON.stringify([roleCreated('checkout', PODS_TRUST), ...associations(5)]));
  const whole = (await (await service.request('/api/posture')).json()) as Answer;
  expect(whole).toMatchObject({ totals: { identities: 5, unknown: 0 }, next: null });
  const names: string[] = [];
  for (let path: string | null = '/api/posture?limit=2'; path !== null; ) {
    const part = (await (await service.request(path)).json()) as Answer;
    expect(part.identities.length).toBeLessThanOrEqual(2);
    expect(part.clusters).toEqual(whole.clusters);
    names.push(...part.identities.map(({ name }) => name));
    path = part.next;
  }
  expect(names).toEqual(whole.identities.map(({ name }) => name));
});

test.for(['limit=0', 'limit=10001', 'limit=x', 'limit=', 'offset=-1', 'offset=1e3'])(
  'a part of the posture that does not exist is refused: %s',
  async (query) => {
    const answer = await createTestService().request(`/api/posture?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'usage' } });
  },
);

interface Answer extends Posture {
  readonly next: string | null;
}

function arnOf(id: string): string {
  return `arn:aws:eks:eu-central-1:${ACCOUNT}:podidentityassociation/prod/${id}`;
}
