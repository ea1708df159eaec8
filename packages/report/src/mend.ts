import { type Finding, type Mend, parseArn, roleKeyFromArn } from '@podguard/core';

/**
 * Characters with which a value may stand in a command as it is: whoever wrote the record must not write the command. It is no
 * option either, and no address, from which the AWS CLI would load it.
 * Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html
 */
const PLAIN = /^(?![-=])(?!(?:file|fileb|https?):)[\w+=,.@:/-]+$/i;

/** Fills a rule's `{placeholders}` with the finding's own values; those that are not known, or not plain, as `ROLE_NAME`. */
export function fillMend(mend: Mend, finding: Finding): Mend {
  const values = valuesOf(finding);
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return value !== undefined && PLAIN.test(value) ? value : toPlaceholder(name);
    });
  return { cli: fill(mend.cli), terraform: fill(mend.terraform), cloudformation: fill(mend.cloudformation) };
}

function toPlaceholder(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** From the resource's key, and from evidence that names a value by a plain word. */
function valuesOf(finding: Finding): Readonly<Record<string, string | undefined>> {
  const values: Record<string, string | undefined> = {};
  for (const { path, value } of finding.evidence) {
    if (/^[a-z]\w*$/i.test(path) && typeof value === 'string') values[path] ??= value;
  }
  if (values.roleArn !== undefined)
    values.roleName = values.roleArn.slice(values.roleArn.lastIndexOf('/') + 1);
  const { principalArn } = values;
  // An access entry's key leaves the principal's path out, which commands need.
  return { ...values, ...fromKey(finding), ...(principalArn === undefined ? {} : { principalArn }) };
}

function fromKey({ resource }: Finding): Readonly<Record<string, string | undefined>> {
  const { kind, key, region, account } = resource;
  const name = key.slice(key.lastIndexOf('/') + 1);
  const values = { region, account };
  switch (kind) {
    case 'iam-role':
      // Without a role's ARN the key is the path of the document that describes it.
      return roleKeyFromArn(key) === undefined ? values : { ...values, roleName: name };
    case 'ec2-instance':
      return { ...values, instanceId: name };
    case 'access-key':
      return { ...values, keyId: name };
    case 'pod-identity-association':
      return { ...values, associationId: name, clusterName: parseArn(key)?.resource.split('/')[1] };
    case 'eks-nodegroup':
      return { ...values, nodegroupName: name, clusterName: parseArn(key)?.resource.split('/')[1] };
    case 'iam-policy':
      return { ...values, policyName: name };
    case 'instance-profile':
      return { ...values, instanceProfileName: name };
    case 'iam-user':
      return { ...values, userName: name };
    case 'eks-cluster':
      return { ...values, clusterName: name };
    case 'eks-addon':
    case 'eks-fargate-profile':
    case 'eks-capability':
      return { ...values, name, clusterName: parseArn(key)?.resource.split('/')[1] };
    case 'access-entry': {
      const [, clusterName, ...principal] = parseArn(key)?.resource.split('/') ?? [];
      return { ...values, clusterName, principalArn: principal.join('/') };
    }
    case 'oidc-provider':
      return { ...values, arn: key };
    case 'launch-template':
      return { ...values, templateId: name };
    case 'launch-template-version':
      return { ...values, templateId: key.split('/').at(-2), templateVersion: name };
    case 'secret':
      return { ...values, secretName: parseArn(key)?.resource.replace(/^(secret:|parameter\/)/, '') };
    case 'auto-scaling-group':
    case 'cloudtrail-trail':
    case 'event-rule':
    case 'platform-part':
      return { ...values, name };
    case 'k8s-service-account':
    case 'k8s-workload':
    case 'k8s-secret':
    case 'k8s-config-map':
    case 'k8s-secret-store':
    case 'k8s-secret-provider-class':
    case 'k8s-namespace':
      return { name };
    case 'container-build':
      return {};
    case 'association-slot':
    case 'aws-account':
    case 'account-region':
    case 'ec2-account-defaults':
      return values;
  }
}
