import { type Fields, fieldsOf, isFields, listOf } from './kubernetes/fields.ts';
import { yamlDocuments } from './kubernetes/yaml-documents.ts';

const MENTIONED = /aws_iam_(?:role|policy)|AWS::IAM::(?:Role|ManagedPolicy|Policy)/;
const TERRAFORM = /^aws_iam_(?:role|role_policy|policy)$/;
const CLOUDFORMATION = /^AWS::IAM::(?:Role|RolePolicy|ManagedPolicy|Policy)$/;

const ACCOUNT =
  'or judge the account: `aws iam get-account-authorization-details | podguard check -`, or `podguard drift`';

/**
 * What a text is that makes roles or policies without being read: a plan or a state of Terraform, as JSON, or a template of
 * CloudFormation. Undefined where it is none, or makes none.
 * Shapes: https://developer.hashicorp.com/terraform/internals/json-format,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function infrastructureCode(text: string): string | undefined {
  if (!MENTIONED.test(text)) return undefined;
  for (const value of valuesOf(text)) {
    const said = isFields(value) ? (terraform(value) ?? cloudFormation(value)) : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

function valuesOf(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text.replace(/^\ufeff/, ''))];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return [...yamlDocuments(text, MENTIONED)].map((one) => (one.kind === 'value' ? one.value : undefined));
}

function terraform(json: Fields): string | undefined {
  if (typeof (json.format_version ?? json.terraform_version) !== 'string') return undefined;
  const isPlan = 'planned_values' in json || 'resource_changes' in json;
  const made =
    'planned_values' in json || 'values' in json
      ? inModule(fieldsOf(json.planned_values ?? json.values).root_module)
      : listOf(json.resource_changes ?? json.resources).map(fieldsOf);
  const ours = made.filter(({ type, mode }) => mode !== 'data' && TERRAFORM.test(String(type)));
  const names = ours.map(({ address, type, name }) => String(address ?? `${type}.${name}`));
  return notRead(
    `is a ${isPlan ? 'plan' : 'state'} of Terraform with IAM roles or policies`,
    names,
    'what assume_role_policy and policy hold, or the json of data.aws_iam_policy_document',
  );
}

function inModule(root: unknown): readonly Fields[] {
  const modules = [root];
  for (const one of modules) for (const child of listOf(fieldsOf(one).child_modules)) modules.push(child);
  return modules.flatMap((one) => listOf(fieldsOf(one).resources).map(fieldsOf));
}

function cloudFormation(template: Fields): string | undefined {
  const ours = Object.entries(fieldsOf(template.Resources)).filter(([, one]) =>
    CLOUDFORMATION.test(String(fieldsOf(one).Type)),
  );
  const names = ours.map(([name]) => name);
  return notRead(
    'is a template of CloudFormation with IAM roles or policies',
    names,
    'what AssumeRolePolicyDocument and PolicyDocument hold',
  );
}

/** That something makes these without being read, and what to do instead; undefined where there are none. */
export function notRead(
  what: string,
  [first, ...others]: readonly string[],
  documents: string,
): string | undefined {
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${what} (${first}${more}), which are not read from it: give their documents as files (${documents}), ${ACCOUNT}`;
}
