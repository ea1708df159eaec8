import { type Finding, type Mend, parseArn } from '@podguard/core';

/** Fills a rule's `{placeholders}` with the finding's own values; what is not known stays as it is. */
export function fillMend(mend: Mend, finding: Finding): Mend {
  const values = valuesOf(finding);
  const fill = (text: string, quote: (value: string) => string) =>
    text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = values[name];
      return value === undefined ? placeholder : quote(value);
    });
  return {
    cli: fill(mend.cli, shellQuoted),
    terraform: fill(mend.terraform, literal),
    cloudformation: fill(mend.cloudformation, literal),
  };
}

/** From the resource's key, and from evidence that names a value by a plain word. */
function valuesOf(finding: Finding): Readonly<Record<string, string | undefined>> {
  const values: Record<string, string | undefined> = {};
  for (const { path, value } of finding.evidence) {
    if (/^[a-z]\w*$/i.test(path) && typeof value === 'string') values[path] ??= value;
  }
  if (values.roleArn !== undefined)
    values.roleName = values.roleArn.slice(values.roleArn.lastIndexOf('/') + 1);
  return { ...values, ...fromKey(finding) };
}

function fromKey({ resource }: Finding): Readonly<Record<string, string | undefined>> {
  const { kind, key, region, account } = resource;
  const name = key.slice(key.lastIndexOf('/') + 1);
  const values = { region, account };
  switch (kind) {
    case 'iam-role':
      return { ...values, roleName: name };
    case 'ec2-instance':
      return { ...values, instanceId: name };
    case 'access-key':
      return { ...values, keyId: name };
    case 'pod-identity-association':
      return { ...values, associationId: name, clusterName: parseArn(key)?.resource.split('/')[1] };
    case 'oidc-provider':
    case 'eks-cluster':
      return values;
  }
}

/** Names come from records: none of them may end the word that it stands in. */
function shellQuoted(value: string): string {
  return /^[\w./:@=+,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

function literal(value: string): string {
  return /^[\w./:@=+,-]+$/.test(value) ? value : JSON.stringify(value);
}
