import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { asInFile, evidenceOf } from '../shared/k8s.ts';
import { inManifest } from '../shared/k8s-mend.ts';

/** As the reader of Dockerfiles writes it, for a stage of which only files get into the image. */
const STAGE = / \(stage \S+\)$/;
/** The same for what COPY or ADD brings; all else are build arguments. */
const FILE = /^the files? /;

export const imageStaticKey = defineRule({
  id: 'image-static-key',
  title: 'A Dockerfile bakes an AWS access key into the image',
  method: 'static-key',
  resource: 'container-build',
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports ENV, ARG and RUN instructions that put an AWS access key into an image, by its value or by a variable, `aws configure set` too; high for a build argument without a value, and for a credentials file that COPY or ADD brings, medium where only a stage takes it of which nothing but files gets into the image.',
  rationale:
    'Whoever can pull the image has the key: layers and the history keep what later instructions delete.',
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/build/ci/github-actions/attestations/',
  ],
  mappings: { nist80053: ['IA-5(7)'] },
  falsePositives: [
    'A build argument with another meaning that is called like a key.',
    'A credentials file without a key of AWS, as for LocalStack.',
  ],
  needs: {},
  covers: undefined,
  evaluate({ sets: { keys, keyArguments } }) {
    const taken = asInFile(keyArguments.members);
    const own = taken.filter(([, value]) => !STAGE.test(String(value)));
    const left = taken.filter(([, value]) => STAGE.test(String(value)));
    // Each place fails by itself: the worst first, and none is hidden by another.
    const evidence = [keys.members, new Map(own), new Map(left)].flatMap((members) => evidenceOf(members));
    const [baked] = asInFile(keys.members);
    if (baked !== undefined)
      return fail(`The image keeps an AWS key: ${String(baked[1])} (${baked[0]})`, { evidence });
    if (own[0] !== undefined)
      return fail(`The build takes ${wayOf(own[0][1]).kept}`, {
        evidence,
        graded: { severity: 'high', because: 'the file itself holds no key' },
      });
    if (left[0] !== undefined)
      return fail(`The build takes ${wayOf(left[0][1]).left}`, {
        evidence,
        graded: { severity: 'medium', because: 'the stage is not the image’s' },
      });
    return keys.complete && keyArguments.complete ? pass : indeterminate('keys');
  },
  mend: inManifest(
    '# deactivate the key; at build time give it by `RUN --mount=type=secret,id=aws ...`, at run time by the pod’s own role',
  ),
});

/** How the build takes it, where its stage is the image's and where the image leaves that stage out. */
function wayOf(value: unknown): { readonly kept: string; readonly left: string } {
  const what = String(value);
  return FILE.test(what)
    ? {
        kept: `${what}, which the image keeps`,
        left: `${what}: the image leaves that stage out, the build's cache may keep it`,
      }
    : {
        kept: `${what} as an argument, which the image's history keeps`,
        left: `${what} as an argument: the image leaves that stage out, the build's cache and provenance may keep it`,
      };
}
