import { type LaunchTemplate, newId } from './account.ts';
import { options } from './ec2-instances.ts';
import { ec2Page } from './ec2-page.ts';
import {
  AwsError,
  type Data,
  found,
  listOf,
  type Operation,
  optional,
  textOf,
  type Where,
} from './operation.ts';

const MOST = 200;

function templatesIn({ account, region }: Where): readonly LaunchTemplate[] {
  return [...account.templates].flatMap(([id, one]) => (id.startsWith(`${region}/`) ? [one] : []));
}

/** By its id or its name. */
export function templateIn(where: Where, id: string | undefined, name?: string): LaunchTemplate {
  const one = templatesIn(where).find((template) => template.id === id || template.name === name);
  const message = `The specified launch template, with template ID ${id}, does not exist.`;
  return id === undefined
    ? found(one, 'InvalidLaunchTemplateName.NotFoundException', `There is no launch template ${name}`)
    : found(one, 'InvalidLaunchTemplateId.NotFound', message);
}

function asked(input: Data, where: Where): LaunchTemplate {
  return templateIn(where, optional(input, 'LaunchTemplateId'), optional(input, 'LaunchTemplateName'));
}

const told = ({ id, name, byDefault, newest }: LaunchTemplate): Data => ({
  launchTemplateId: id,
  launchTemplateName: name,
  defaultVersionNumber: byDefault,
  latestVersionNumber: newest,
});

const toldVersion = (template: LaunchTemplate, versionNumber: number): Data => ({
  launchTemplateId: template.id,
  launchTemplateName: template.name,
  versionNumber,
  defaultVersion: versionNumber === template.byDefault,
  launchTemplateData: found(
    template.versions.get(versionNumber),
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${versionNumber} for the launch template with ID ${template.id}.`,
  ),
});

function dataOf(input: Data): Data {
  const { MetadataOptions, IamInstanceProfile } = (input.LaunchTemplateData ?? {}) as Data;
  const profile = (IamInstanceProfile ?? {}) as Data;
  return {
    ...(MetadataOptions === undefined ? {} : { metadataOptions: options(MetadataOptions as Data) }),
    ...(IamInstanceProfile === undefined
      ? {}
      : { iamInstanceProfile: { arn: profile.Arn, name: profile.Name } }),
  };
}

function numberOf(template: LaunchTemplate, version: string): number {
  if (version === '$Latest') return template.newest;
  return version === '$Default' ? template.byDefault : Number(version);
}

const ec2 = (name: string, writes: boolean, run: Operation['run']): Operation => ({
  service: 'ec2',
  name,
  writes,
  run,
});

export const EC2_TEMPLATES: readonly Operation[] = [
  ec2('CreateLaunchTemplate', true, (input, { account, region }) => {
    const name = textOf(input, 'LaunchTemplateName');
    const id = newId(account, 'lt-', 20);
    const template = { id, name, versions: new Map([[1, dataOf(input)]]), byDefault: 1, newest: 1 };
    account.templates.set(`${region}/${id}`, template);
    return { launchTemplate: told(template) };
  }),
  ec2('CreateLaunchTemplateVersion', true, (input, where) => {
    const template = asked(input, where);
    const source = optional(input, 'SourceVersion');
    const inherited = source === undefined ? {} : template.versions.get(numberOf(template, source));
    template.newest += 1;
    template.versions.set(template.newest, { ...inherited, ...dataOf(input) });
    return { launchTemplateVersion: toldVersion(template, template.newest) };
  }),
  ec2('ModifyLaunchTemplate', true, (input, where) => {
    const template = asked(input, where);
    template.byDefault = numberOf(template, textOf(input, 'SetDefaultVersion'));
    return { launchTemplate: told(template) };
  }),
  ec2('DeleteLaunchTemplate', true, (input, where) => {
    const template = asked(input, where);
    where.account.templates.delete(`${where.region}/${template.id}`);
    return { launchTemplate: told(template) };
  }),
  ec2('DeleteLaunchTemplateVersions', true, (input, where) => {
    const template = asked(input, where);
    const gone = listOf<string>(input, 'LaunchTemplateVersion').map(Number);
    if (gone.includes(template.byDefault)) throw new AwsError('OperationNotPermitted', 400);
    for (const version of gone) template.versions.delete(version);
    const { id: launchTemplateId, name: launchTemplateName } = template;
    return {
      successfullyDeletedLaunchTemplateVersionSet: gone.map((versionNumber) => ({
        launchTemplateId,
        launchTemplateName,
        versionNumber,
      })),
      unsuccessfullyDeletedLaunchTemplateVersionSet: [],
    };
  }),
  ec2('DescribeLaunchTemplates', false, (input, where) => {
    const ids = listOf<string>(input, 'LaunchTemplateId');
    if (ids.length > 0) return { launchTemplates: ids.map((id) => told(templateIn(where, id))) };
    const { page, nextToken } = ec2Page(templatesIn(where), input, MOST);
    return { launchTemplates: page.map(told), nextToken };
  }),
  ec2('DescribeLaunchTemplateVersions', false, (input, where) => {
    const versions = listOf<string>(input, 'LaunchTemplateVersion');
    const isNamed = input.LaunchTemplateId !== undefined || input.LaunchTemplateName !== undefined;
    const all = (isNamed ? [asked(input, where)] : templatesIn(where)).flatMap((template) => {
      if (!isNamed && !versions.every((one) => one.startsWith('$')))
        throw new AwsError('MissingParameter', 400);
      const numbers =
        versions.length === 0 ? template.versions.keys() : versions.map((one) => numberOf(template, one));
      return [...new Set(numbers)].map((one) => toldVersion(template, one));
    });
    const { page, nextToken } = ec2Page(all, input, MOST);
    return { launchTemplateVersionSet: page, nextToken };
  }),
];
