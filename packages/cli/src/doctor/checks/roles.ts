import {
  type ContextEntry,
  type EvaluationResult,
  GetRoleCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { queueArn } from '@podguard/deployment';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, together } from '../line.ts';
import { type Need, needsOf, STARTING } from '../needs.ts';
import { DEPLOY, type World } from '../world.ts';

const GONE = ['NoSuchEntity', 'NoSuchEntityException'];

/** Roles may do what is done by them, as IAM's own simulator says. */
export async function checkRoles(world: World): Promise<readonly Look[]> {
  const needs = [...Object.entries(needsOf(world.config)), ...otherNeeds(world.site)];
  const looks = await inParallel(needs, ([name, needed]) =>
    look(`role ${world.site.prefix}-${name}`, () => checkRole(world, name, needed)),
  );
  return together(looks, 'roles', (count) => `${count} may do what is done by them`);
}

async function checkRole(world: World, name: string, needs: readonly Need[]): Promise<Found> {
  const { site, clients } = world;
  const iam = clients.iam(site.home);
  const RoleName = `${site.prefix}-${name}`;
  const role = await ask('iam:GetRole', iam.send(new GetRoleCommand({ RoleName })), ...GONE);
  if (role === undefined) return fail('the role is missing', DEPLOY);
  const PolicySourceArn = `arn:aws:iam::${site.account}:role/${RoleName}`;
  let unknown: Found | undefined;
  for (const { actions, on } of needs) {
    const arn = await arnOf(world, on);
    if (arn === undefined) continue;
    const answer = await ask(
      'iam:SimulatePrincipalPolicy',
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn,
          ActionNames: [...actions],
          ResourceArns: [arn],
          ContextEntries: contextOf(world, PolicySourceArn),
        }),
      ),
      ...GONE,
    );
    const refused = (answer?.EvaluationResults ?? []).filter(
      ({ EvalDecision }) => EvalDecision !== 'allowed',
    );
    const [open, sure] = [refused.find(isOpen), refused.find((one) => !isOpen(one))];
    if (sure !== undefined)
      return fail(`it may not ${sure.EvalActionName} on ${arn}: ${byWhom(sure)}`, wayOut(sure));
    if (open !== undefined) unknown ??= undecided(open, arn);
  }
  return unknown ?? ok('allowed');
}

/** What every call of a role has: policies of organizations ask for it. */
function contextOf({ site }: World, roleArn: string): ContextEntry[] {
  const entry = (ContextKeyName: string, value: string, ContextKeyType: ContextEntry['ContextKeyType']) => ({
    ContextKeyName,
    ContextKeyValues: [value],
    ContextKeyType,
  });
  return [
    entry('aws:RequestedRegion', site.home, 'string'),
    entry('aws:SecureTransport', 'true', 'boolean'),
    entry('aws:PrincipalArn', roleArn, 'string'),
    entry('aws:PrincipalAccount', site.account, 'string'),
  ];
}

/** Refused for want of something that a call would have. */
function isOpen({ MissingContextValues = [] }: EvaluationResult): boolean {
  return MissingContextValues.length > 0;
}

function undecided({ EvalActionName, MissingContextValues = [] }: EvaluationResult, arn: string): Found {
  return {
    status: 'unknown',
    what: `whether it may ${EvalActionName} on ${arn} depends on ${MissingContextValues.join(', ')}, which the simulator does not know`,
    mend: 'look at the policies that ask for it: those of the role, its boundary, and those of the organization',
  };
}

/** Of the roles that are no function's. */
function otherNeeds(site: World['site']): readonly (readonly [string, readonly Need[]])[] {
  const { prefix, account, home, remote } = site;
  const functionArn = (name: string) => `arn:aws:lambda:${home}:${account}:function:${prefix}-${name}`;
  const call = (name: string): Need => ({ actions: ['lambda:InvokeFunction'], on: functionArn(name) });
  const bus = `arn:aws:events:${home}:${account}:event-bus/${prefix}`;
  return [
    ...(remote.length === 0
      ? []
      : [['forward', [{ actions: ['events:PutEvents'], on: bus }]] satisfies [string, Need[]]]),
    [
      'schedules',
      [
        call('sweep'),
        call('tell-held'),
        call('canary'),
        STARTING,
        { actions: ['sqs:SendMessage'], on: 'missed' },
      ],
    ],
    ['drift-machine', [call('drift')]],
  ];
}

/** Undefined where the deployment does not say which it is, which another check tells. */
async function arnOf(world: World, on: string): Promise<string | undefined> {
  const { account, home, prefix } = world.site;
  if (on === '*' || on.startsWith('arn:')) return on;
  if (on.startsWith('parameter /'))
    return `arn:aws:ssm:${home}:${account}:parameter${on.slice('parameter '.length)}`;
  switch (on) {
    case 'topic':
      return `arn:aws:sns:${home}:${account}:${prefix}-alerts`;
    case 'product':
      return `arn:aws:securityhub:${home}:${account}:product/${account}/default`;
    case 'hub':
      return `arn:aws:securityhub:${home}:${account}:hub/default`;
    case 'machine':
      return `arn:aws:states:${home}:${account}:stateMachine:${prefix}-drift`;
    case 'table':
    case 'pending': {
      const table = await world.table();
      const arn = table && `arn:aws:dynamodb:${home}:${account}:table/${table}`;
      return on === 'table' ? arn : arn && `${arn}/index/pending`;
    }
    default:
      return queueArn(world.site, on);
  }
}

function byWhom({
  EvalDecision,
  OrganizationsDecisionDetail,
  PermissionsBoundaryDecisionDetail,
}: EvaluationResult): string {
  if (OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'a policy of the organization';
  if (PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return 'its permissions boundary';
  return EvalDecision === 'explicitDeny' ? 'a policy denies it' : 'no policy allows it';
}

function wayOut(refused: EvaluationResult): string {
  const { OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail } = refused;
  if (OrganizationsDecisionDetail?.AllowedByOrganizations === false)
    return "ask whoever keeps the organization's policies to except the roles podguard-*";
  if (PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return 'make the boundary from docs/permissions-boundary.json again';
  return DEPLOY;
}
