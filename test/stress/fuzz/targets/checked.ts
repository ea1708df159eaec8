import { readDockerfile, readManifests } from '@podguard/manifests';
import { runCli } from '../../../support/run-cli.ts';
import { json, mutate } from '../mutate.ts';
import { mutateBytes, mutateText } from '../mutate-text.ts';
import type { Random } from '../random.ts';
import { DOCKERFILES, manifestSeeds, permissionSeeds, trustSeeds } from '../seeds.ts';
import { defineTarget, type Fed } from '../target.ts';

/** Kubernetes manifests as text. */
export const manifests = defineTarget<string>('manifests', 250_000, async () => {
  const seeds = manifestSeeds();
  return {
    make: (random) => mutateText(random.pick(seeds), random, seeds),
    feed(text) {
      const { manifests: read, documents, problems, templates, others } = readManifests(text);
      const lines = read.map(({ draft, linesOf }) => [draft, linesOf('metadata.name')]);
      const roles = documents.map((document) => [document.role, document.text, document.lineOf('Statement')]);
      return { outcome: [lines, roles, problems, templates, others] };
    },
  };
});

export const dockerfiles = defineTarget<string>('dockerfiles', 1_100_000, async () => ({
  make: (random) => mutateText(random.pick(DOCKERFILES), random, DOCKERFILES),
  feed(text) {
    const { draft, linesOf } = readDockerfile(text);
    const paths = Object.values(draft.sets).flatMap((members) => Object.keys(members ?? {}));
    return { outcome: [draft, paths.map((path) => linesOf(path))] };
  },
}));

/** Whatever may lie in a file, through the command. */
export const checked = defineTarget<{ readonly args: readonly string[]; readonly text: Uint8Array }>(
  'check',
  20_000,
  async () => {
    const policySeeds = [...trustSeeds().all, ...permissionSeeds()];
    const yamlSeeds = manifestSeeds();
    const encoder = new TextEncoder();
    const textOf = (random: Random): string => {
      switch (random.below(5)) {
        case 0:
          return mutateText(random.pick(yamlSeeds), random, yamlSeeds);
        case 1:
          return mutateText(random.pick(DOCKERFILES), random, yamlSeeds);
        case 2:
          return json(
            mutate(
              {
                Role: {
                  Arn: 'arn:aws:iam::111122223333:role/app',
                  AssumeRolePolicyDocument: random.pick(policySeeds),
                },
              },
              random,
              policySeeds,
            ),
          );
        case 3:
          return json(
            mutate(
              {
                format_version: '1.2',
                planned_values: {
                  root_module: {
                    resources: [
                      {
                        type: 'aws_iam_role',
                        values: { assume_role_policy: json(random.pick(policySeeds)) },
                      },
                    ],
                  },
                },
              },
              random,
              policySeeds,
            ),
          );
        default:
          return json(mutate(random.pick(policySeeds), random, policySeeds));
      }
    };
    return {
      make(random) {
        const bytes = encoder.encode(textOf(random));
        const format = random.pick([
          ['--format', 'table'],
          ['--format', 'md'],
          ['--format', 'ndjson'],
          ['--format', 'sarif'],
          ['--indeterminate'],
        ]);
        const kind = random.percent(30) ? ['--kind', random.pick(['trust-policy', 'permission-policy'])] : [];
        return {
          args: ['check', '-', ...format, ...kind],
          text: random.percent(20) ? mutateBytes(bytes, random) : bytes,
        };
      },
      feed: ({ args, text }) => command(args, text),
    };
  },
);

/** Runs a command line on streams of its own. */
async function command(args: readonly string[], stdin: Uint8Array): Promise<Fed> {
  const input = stdin.length === 0 ? {} : { stdin };
  const { status, stdout, stderr } = await runCli(args, { ...input, directory: '/' });
  const [told, said] = [stdout, stderr].map((text) => text.replaceAll(/\b\d+\.\d s$/gm, '')) as [
    string,
    string,
  ];
  return {
    outcome: [status, told, said],
    shown: stdout + stderr,
    accusation: accused(status, said),
  };
}

function accused(status: number, said: string): string | undefined {
  if (said.includes('an error that nothing handles')) return said.slice(0, 300);
  if (![0, 1, 2, 3].includes(status)) return `it ended with status ${status}`;
  return status === 2 && said === '' ? 'it ended with status 2 and said nothing' : undefined;
}
