import { clusterIn, eksPage } from './eks-clusters.ts';
import { AwsError, type Data, found, type Operation, textOf, type Where } from './operation.ts';

const LIST = '/clusters/{clusterName}/access-entries';
const ONE = `${LIST}/{principalArn}`;

const create: Operation = {
  service: 'eks',
  name: 'CreateAccessEntry',
  route: `POST ${LIST}`,
  writes: true,
  run(input, where) {
    const { entries, told: cluster } = clusterIn(input, where);
    const principalArn = textOf(input, 'principalArn');
    if (entries.has(principalArn))
      throw new AwsError('ResourceInUseException', 409, 'The entry is there already');
    where.account.serial += 1;
    const told = {
      clusterName: cluster.name,
      principalArn,
      kubernetesGroups: input.kubernetesGroups ?? [],
      accessEntryArn: `${String(cluster.arn).replace(':cluster/', ':access-entry/')}/${principalArn.split(':')[4]}/${where.account.serial}`,
      createdAt: where.now.getTime() / 1000,
      modifiedAt: where.now.getTime() / 1000,
      tags: input.tags ?? {},
      username: input.username ?? principalArn,
      type: input.type ?? 'STANDARD',
    };
    entries.set(principalArn, { told, policies: new Map() });
    return { accessEntry: told };
  },
};

const update: Operation = {
  service: 'eks',
  name: 'UpdateAccessEntry',
  route: `POST ${ONE}`,
  writes: true,
  run(input, where) {
    const { told } = entryIn(input, where);
    const { kubernetesGroups, username } = input;
    Object.assign(told, kubernetesGroups && { kubernetesGroups }, username && { username });
    return { accessEntry: { ...told } };
  },
};

const describe: Operation = {
  service: 'eks',
  name: 'DescribeAccessEntry',
  route: `GET ${ONE}`,
  writes: false,
  run: (input, where) => ({ accessEntry: entryIn(input, where).told }),
};

const list: Operation = {
  service: 'eks',
  name: 'ListAccessEntries',
  route: `GET ${LIST}`,
  writes: false,
  run(input, where) {
    const { page, nextToken } = eksPage([...clusterIn(input, where).entries.keys()], input);
    return { accessEntries: page, nextToken };
  },
};

const remove: Operation = {
  service: 'eks',
  name: 'DeleteAccessEntry',
  route: `DELETE ${ONE}`,
  writes: true,
  run(input, where) {
    entryIn(input, where);
    clusterIn(input, where).entries.delete(textOf(input, 'principalArn'));
    return {};
  },
};

const associate: Operation = {
  service: 'eks',
  name: 'AssociateAccessPolicy',
  route: `POST ${ONE}/access-policies`,
  writes: true,
  run(input, where) {
    const policyArn = textOf(input, 'policyArn');
    const policy = { policyArn, accessScope: input.accessScope };
    entryIn(input, where).policies.set(policyArn, policy);
    const { clusterName, principalArn } = input;
    return { clusterName, principalArn, associatedAccessPolicy: policy };
  },
};

const disassociate: Operation = {
  service: 'eks',
  name: 'DisassociateAccessPolicy',
  route: `DELETE ${ONE}/access-policies/{policyArn}`,
  writes: true,
  run(input, where) {
    const policyArn = textOf(input, 'policyArn');
    if (!entryIn(input, where).policies.delete(policyArn))
      throw new AwsError('ResourceNotFoundException', 404, `${policyArn} is not associated with the entry`);
    return {};
  },
};

const listPolicies: Operation = {
  service: 'eks',
  name: 'ListAssociatedAccessPolicies',
  route: `GET ${ONE}/access-policies`,
  writes: false,
  run(input, where) {
    const { page, nextToken } = eksPage([...entryIn(input, where).policies.values()], input);
    const { clusterName, principalArn } = input;
    return { clusterName, principalArn, associatedAccessPolicies: page, nextToken };
  },
};

function entryIn(input: Data, where: Where) {
  const principal = textOf(input, 'principalArn');
  const entry = clusterIn(input, where).entries.get(principal);
  const message = `The specified principalArn could not be found: ${principal}.`;
  return found(entry, 'ResourceNotFoundException', message);
}

export const EKS_ACCESS_ENTRIES: readonly Operation[] = [
  associate,
  create,
  describe,
  disassociate,
  list,
  listPolicies,
  remove,
  update,
];
