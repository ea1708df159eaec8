import { newId, type Stored } from './account.ts';
import { clusterIn, eksPage } from './eks-clusters.ts';
import { AwsError, type Data, found, type Operation, optional, textOf, type Where } from './operation.ts';

const LIST = '/clusters/{clusterName}/pod-identity-associations';
const ONE = `${LIST}/{associationId}`;
const SUMMARY = ['clusterName', 'namespace', 'serviceAccount', 'associationArn', 'associationId', 'ownerArn'];

const create: Operation = {
  service: 'eks',
  name: 'CreatePodIdentityAssociation',
  route: `POST ${LIST}`,
  writes: true,
  run(input, where) {
    const { account, region, now } = where;
    const { associations } = clusterIn(input, where);
    const again = [...associations.values()].find((one) => madeBy.get(one) === tokenOf(input));
    if (again !== undefined && tokenOf(input) !== undefined) return { association: { ...again } };
    const [namespace, serviceAccount] = [textOf(input, 'namespace'), textOf(input, 'serviceAccount')];
    const taken = [...associations.values()].some(
      (one) => one.namespace === namespace && one.serviceAccount === serviceAccount,
    );
    if (taken)
      throw new AwsError(
        'ResourceInUseException',
        409,
        `Association already exists: ${namespace}/${serviceAccount}`,
      );
    const clusterName = textOf(input, 'clusterName');
    const associationId = newId(account, 'a-', 19);
    const told: Stored = {
      clusterName,
      namespace,
      serviceAccount,
      roleArn: textOf(input, 'roleArn'),
      associationArn: `arn:aws:eks:${region}:${account.id}:podidentityassociation/${clusterName}/${associationId}`,
      associationId,
      tags: input.tags ?? {},
      createdAt: now.getTime() / 1000,
      modifiedAt: now.getTime() / 1000,
      disableSessionTags: input.disableSessionTags ?? false,
    };
    refuseTaggedPolicy(input);
    change(told, input, where);
    madeBy.set(told, tokenOf(input));
    associations.set(associationId, told);
    return { association: { ...told } };
  },
};

/** The same call again makes no second one. */
const madeBy = new WeakMap<Stored, string | undefined>();
const tokenOf = (input: Data) => optional(input, 'clientRequestToken');

const update: Operation = {
  service: 'eks',
  name: 'UpdatePodIdentityAssociation',
  route: `POST ${ONE}`,
  writes: true,
  run(input, where) {
    const told = associationIn(input, where);
    refuseTaggedPolicy({ ...told, ...input });
    if (input.roleArn !== undefined) told.roleArn = input.roleArn;
    if (input.disableSessionTags !== undefined) told.disableSessionTags = input.disableSessionTags;
    change(told, input, where);
    told.modifiedAt = where.now.getTime() / 1000;
    return { association: { ...told } };
  },
};

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html */
function refuseTaggedPolicy({ policy, disableSessionTags }: Data): void {
  if (policy && disableSessionTags !== true)
    throw new AwsError(
      'InvalidParameterException',
      400,
      'disableSessionTags must be true when a policy is specified',
    );
}

/** An empty text takes a target role or a policy away; a target role gets an external id. */
function change(told: Stored, input: Data, { account, region }: Where): void {
  const { targetRoleArn, policy } = input;
  if (policy !== undefined) told.policy = policy === '' ? undefined : policy;
  if (targetRoleArn === undefined) return;
  told.targetRoleArn = targetRoleArn === '' ? undefined : targetRoleArn;
  told.externalId =
    targetRoleArn === '' ? undefined : `${region}/${account.id}/${told.clusterName}/${told.associationId}`;
}

const describe: Operation = {
  service: 'eks',
  name: 'DescribePodIdentityAssociation',
  route: `GET ${ONE}`,
  writes: false,
  run: (input, where) => ({ association: associationIn(input, where) }),
};

const list: Operation = {
  service: 'eks',
  name: 'ListPodIdentityAssociations',
  route: `GET ${LIST}`,
  writes: false,
  run(input, where) {
    const asked = (name: string, value: unknown) => [undefined, value].includes(optional(input, name));
    const all = [...clusterIn(input, where).associations.values()].filter(
      ({ namespace, serviceAccount }) =>
        asked('namespace', namespace) && asked('serviceAccount', serviceAccount),
    );
    const { page, nextToken } = eksPage(all, input);
    const associations = page.map((told) => Object.fromEntries(SUMMARY.map((name) => [name, told[name]])));
    return { associations, nextToken };
  },
};

const remove: Operation = {
  service: 'eks',
  name: 'DeletePodIdentityAssociation',
  route: `DELETE ${ONE}`,
  writes: true,
  run(input, where) {
    const association = associationIn(input, where);
    clusterIn(input, where).associations.delete(textOf(input, 'associationId'));
    return { association };
  },
};

function associationIn(input: Data, where: Where): Stored {
  const id = textOf(input, 'associationId');
  const association = clusterIn(input, where).associations.get(id);
  return found(association, 'ResourceNotFoundException', `No association found for id: ${id}.`);
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html */
export const EKS_ASSOCIATIONS: readonly Operation[] = [create, describe, list, remove, update];
