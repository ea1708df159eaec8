import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { evidenceOf } from '../shared/k8s.ts';
import { inManifest } from '../shared/k8s-mend.ts';

export const imageStaticKey = defineRule({
  id: 'image-static-key',
  title: 'A Dockerfile bakes an AWS access key into the image',
  method: 'static-key',
  resource: 'container-build',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports ENV, ARG and RUN instructions that put an AWS access key into an image, by its value or by a variable, `aws configure set` too; high for a build argument without a value.',
  rationale:
    'Whoever can pull the image has the key: layers and the history keep what later instructions delete.',
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  mappings: {},
  falsePositives: ['A build argument that only a stage reads of which nothing gets into the image.'],
  needs: {},
  covers: undefined,
  evaluate({ sets: { keys, keyArguments } }) {
    const [baked] = keys.members;
    if (baked !== undefined)
      return fail(`The image keeps an AWS key: ${String(baked[1])} (${baked[0]})`, {
        evidence: evidenceOf(keys.members),
      });
    const [argument] = keyArguments.members;
    if (argument !== undefined)
      return fail(`The build takes ${String(argument[1])} as an argument, which the image's history keeps`, {
        evidence: evidenceOf(keyArguments.members),
        graded: { severity: 'high', because: 'the file itself holds no key' },
      });
    return keys.complete && keyArguments.complete ? pass : indeterminate('keys');
  },
  mend: inManifest(
    '# deactivate the key; at build time give it by `RUN --mount=type=secret,id=aws ...`, at run time by the pod’s own role',
  ),
});
