import type { Call } from '../call.ts';
import { associate, type Binding, createCluster, deleteCluster, dissociate, move } from '../eks.ts';
import { attach, createRole, deleteRole, detach, roleArn, setTrust } from '../iam.ts';
import {
  ACCOUNT,
  HOME,
  ines,
  jonas,
  maren,
  marenByEksctl,
  marenByStack,
  pipeline,
  tobias,
} from '../people.ts';
import { podIdentity, toPrincipal, toService } from '../trust.ts';

const PROD = 'parcels-prod';
const STAGING = 'parcels-staging';
const DEMO = 'parcels-demo';

const checkout: Binding = {
  cluster: PROD,
  id: 'a-checkout0000000001',
  pod: 'checkout/checkout-api',
  role: roleArn('checkout-api', '/app/'),
};
const tracking: Binding = {
  cluster: PROD,
  id: 'a-tracking0000000002',
  pod: 'tracking/tracking-events',
  role: roleArn('tracking-events', '/teams/tracking/'),
};
const labels: Binding = {
  cluster: STAGING,
  id: 'a-labels000000000003',
  pod: 'labels/label-render',
  role: roleArn('label-render'),
};
const planner: Binding = {
  cluster: STAGING,
  id: 'a-planner00000000004',
  pod: 'routing/route-planner',
  role: roleArn('route-planner'),
  disableSessionTags: true,
};
const plannerProd: Binding = {
  cluster: PROD,
  id: 'a-planner00000000005',
  pod: 'routing/route-planner',
  role: roleArn('route-planner'),
};
const janitor: Binding = {
  cluster: PROD,
  id: 'a-janitor00000000006',
  pod: 'ops/cluster-janitor',
  role: roleArn('cluster-janitor'),
};
const returns: Binding = {
  cluster: PROD,
  id: 'a-returns00000000007',
  pod: 'returns/returns-sync',
  role: roleArn('returns-sync'),
};
const notifier: Binding = {
  cluster: PROD,
  id: 'a-notifier0000000008',
  pod: 'notify/notifier',
  role: roleArn('notifier-v1'),
};
const customs: Binding = {
  cluster: PROD,
  id: 'a-customs00000000009',
  pod: 'customs/customs-docs',
  role: roleArn('customs-docs'),
};
const shop: Binding = {
  cluster: DEMO,
  id: 'a-shop00000000000010',
  pod: 'shop/demo-shop',
  role: roleArn('demo-shop'),
};

/** Roles and associations that are right from the first moment on, or end without anybody relying on them. */
const right: readonly Call[] = [
  createRole('06:28:14', pipeline, 'returns-sync', podIdentity()),
  attach('06:28:15', pipeline, 'returns-sync', 'AmazonS3ReadOnlyAccess'),
  associate('06:28:31', pipeline, returns),
  createRole('06:29:02', pipeline, 'notifier-v1', podIdentity()),
  associate('06:29:20', pipeline, notifier),
  createCluster('07:05:09', marenByEksctl, STAGING),
  createRole(
    '15:10:44',
    pipeline,
    'notifier-v2',
    podIdentity(undefined, { 'aws:SourceArn': `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/${PROD}` }),
  ),
  attach('15:10:45', pipeline, 'notifier-v2', 'AmazonSNSFullAccess'),
  move('15:11:03', pipeline, { ...notifier, role: roleArn('notifier-v2') }),
  dissociate('16:40:07', maren, returns),
  detach('16:41:12', maren, 'returns-sync', 'AmazonS3ReadOnlyAccess'),
  deleteRole('16:41:15', maren, 'returns-sync'),
  createRole('05:55:40', maren, 'break-glass-admin', toPrincipal(`arn:aws:iam::${ACCOUNT}:role/break-glass`)),
  attach('05:55:41', maren, 'break-glass-admin', 'AdministratorAccess'),
];

const privileged: readonly Call[] = [
  createRole('07:30:04', marenByStack, 'checkout-api', podIdentity(), '/app/'),
  attach('07:30:05', marenByStack, 'checkout-api', 'AmazonDynamoDBReadOnlyAccess'),
  associate('07:31:40', marenByStack, checkout),
  attach('12:05:33', ines, 'checkout-api', 'AdministratorAccess'),
  detach('12:31:08', tobias, 'checkout-api', 'AdministratorAccess'),
];

/** Two calls in one second: the policy must not be lost to the create. */
const sameSecond: readonly Call[] = [
  createRole('13:10:20', pipeline, 'cluster-janitor', podIdentity()),
  attach('13:10:20', pipeline, 'cluster-janitor', 'IAMFullAccess'),
  associate('13:10:52', pipeline, janitor),
];

const missing: readonly Call[] = [
  createRole('06:35:10', pipeline, 'tracking-events', podIdentity(), '/teams/tracking/'),
  attach('06:35:11', pipeline, 'tracking-events', 'AmazonKinesisReadOnlyAccess'),
  associate('06:35:30', pipeline, tracking),
  detach('10:09:58', jonas, 'tracking-events', 'AmazonKinesisReadOnlyAccess'),
  deleteRole('10:10:02', jonas, 'tracking-events'),
  createRole('10:25:47', pipeline, 'tracking-events', podIdentity(), '/teams/tracking/'),
  attach('10:25:48', pipeline, 'tracking-events', 'AmazonKinesisReadOnlyAccess'),
];

const notTrusting: readonly Call[] = [
  { ...createRole('07:58:07', marenByEksctl, 'label-render', toService('ec2.amazonaws.com')), late: true },
  associate('07:58:12', marenByEksctl, labels),
  setTrust('08:20:39', maren, 'label-render', podIdentity()),
  createRole('07:44:50', jonas, 'demo-shop', toService('ecs-tasks.amazonaws.com')),
  associate('07:45:16', jonas, shop),
  deleteCluster('17:40:25', maren, DEMO),
];

const tagSession: readonly Call[] = [
  createRole('08:40:11', ines, 'route-planner', podIdentity(['sts:AssumeRole'])),
  associate('08:41:55', ines, planner),
  associate('11:15:22', ines, plannerProd),
  setTrust('11:50:46', maren, 'route-planner', podIdentity()),
];

const omitted = { omitted: true, originalSize: 131_802, reason: 'field_length_exceeded' };
const { disableSessionTags: _left, ...shown } = (
  associate('12:50:30', jonas, customs).response as { association: object }
).association as Record<string, string | number | boolean>;

/** The trust depends on session tags, and whether they are sent is in the part that was left out. */
const leftOut: readonly Call[] = [
  createRole(
    '12:50:02',
    jonas,
    'customs-docs',
    podIdentity(undefined, { 'aws:RequestTag/kubernetes-namespace': 'customs' }),
  ),
  { ...associate('12:50:30', jonas, customs), request: omitted, response: { association: shown } },
];

/** What failed changed nothing. */
const failed: readonly Call[] = [
  {
    ...setTrust('13:22:17', jonas, 'cluster-janitor', ''),
    request: null,
    error: {
      code: 'AccessDenied',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Developer_90ab44c1d7e3f258/jonas.fehr@nordlicht.example is not authorized to perform: iam:UpdateAssumeRolePolicy on resource: role cluster-janitor because no identity-based policy allows the iam:UpdateAssumeRolePolicy action`,
    },
  },
];

export const podIdentityStory = [
  right,
  privileged,
  sameSecond,
  missing,
  notTrusting,
  tagSession,
  leftOut,
  failed,
].flat();
