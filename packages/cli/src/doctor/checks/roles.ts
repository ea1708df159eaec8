import { type EvaluationResult, GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { queueArn } from '@podguard/deployment';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, together } from '../line.ts';
import { type Need, needsOf } from '../needs.ts';
import { DEPLOY, type World } from '../world.ts';

const GONE = ['NoSuchEntity', 'NoSuchEntityException'];

/** Functions' roles may do what the code calls, as IAM's own simulator says. */
export async function checkRoles(world: World): Promise<readonly Look[]> {
  const needs = Object.entries(needsOf(world.config));
  const looks = await inParallel(needs, ([name, needed]) =>
    look(`role ${world.site.prefix}-${name}`, () => checkRole(world, name, needed)),
  );
  return together(looks, 'roles', (count) => `${count} may do what their functions call`);
}

async function checkRole(world: World, name: string, needs: readonly Need[]): Promise<Found> {
  const { site, clients } = world;
  const iam = clients.iam(site.home);
  const RoleName = `${site.prefix}-${name}`;
  const role = await ask('iam:GetRole', iam.send(new GetRoleCommand({ RoleName })), ...GONE);
  if (role === undefined) return fail('the role is missing', DEPLOY);
  for (const { actions, on } of needs) {
    const arn = await arnOf(world, on);
    if (arn === undefined) continue;
    const answer = await ask(
      'iam:SimulatePrincipalPolicy',
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: `arn:aws:iam::${site.account}:role/${RoleName}`,
          ActionNames: [...actions],
          ResourceArns: [arn],
        }),
      ),
      ...GONE,
    );
    const refused = answer?.EvaluationResults?.find(({ EvalDecision }) => EvalDecision !== 'allowed');
    if (refused !== undefined)
      return fail(`it may not ${refused.EvalActionName} on ${arn}: ${byWhom(refused)}`, wayOut(refused));
  }
  return ok('allowed');
}

/** Undefined where the deployment does not say which it is, which another check tells. */
async function arnOf(world: World, on: string): Promise<string | undefined> {
  const { account, home, prefix } = world.site;
  if (on === 'topic') return `arn:aws:sns:${home}:${account}:${prefix}-alerts`;
  if (on.startsWith('arn:')) return on;
  if (on.startsWith('parameter /'))
    return `arn:aws:ssm:${home}:${account}:parameter${on.slice('parameter '.length)}`;
  if (on !== 'table') return queueArn(world.site, on);
  const table = await world.table();
  return table && `arn:aws:dynamodb:${home}:${account}:table/${table}`;
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
