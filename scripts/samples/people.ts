import type { JsonObject } from '@podguard/core';

export const ACCOUNT = '111122223333';
export const HOME = 'eu-central-1';

/** Who calls, from where and with what. */
export interface Caller {
  readonly identity: JsonObject;
  readonly ip: string;
  readonly agent: string;
  readonly console?: true;
}

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36';
const CLI =
  'aws-cli/2.33.4 md/awscrt#0.29.1 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.9 cfg/retry-mode#standard';
const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.21.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.6 ua/2.1 os/linux lang/go#1.25.3 md/GOOS#linux md/GOARCH#amd64';
const EKSCTL =
  'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#amd64 eksctl/0.216.0';

/** Sessions start in the morning, keys of sessions and roles' ids are made up. */
function session(role: string, path: string, id: string, name: string, more: JsonObject = {}): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROA${id}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: `ASIA${id}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${id}`,
        arn: `arn:aws:iam::${ACCOUNT}:role${path}${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-03-12T05:48:31Z', mfaAuthenticated: 'false' },
      ...more,
    },
  };
}

const SSO = `/aws-reserved/sso.amazonaws.com/${HOME}/`;
const ADMIN = 'AWSReservedSSO_PlatformAdmin_3f1c9a7be2d04586';
const DEVELOPER = 'AWSReservedSSO_Developer_90ab44c1d7e3f258';
const admin = (name: string) => session(ADMIN, SSO, 'PLATFORM1EXAMPLE', `${name}@nordlicht.example`);
const developer = (name: string) => session(DEVELOPER, SSO, 'DEVELOPR1EXAMPLE', `${name}@nordlicht.example`);

/** A service's own session; records name the service as address and user agent. */
function service(role: string, id: string, name: string, by: string): Caller {
  const identity = { ...session(role, `/aws-service-role/${by}/`, id, name), invokedBy: by };
  return { identity, ip: by, agent: by };
}

function awsService(name: string): Caller {
  return { identity: { type: 'AWSService', invokedBy: name }, ip: name, agent: name };
}

export const maren: Caller = { identity: admin('maren.holt'), ip: '198.51.100.24', agent: CLI };
export const marenByEksctl: Caller = { ...maren, agent: EKSCTL };
export const marenByStack: Caller = {
  identity: { ...maren.identity, invokedBy: 'cloudformation.amazonaws.com' },
  ip: 'cloudformation.amazonaws.com',
  agent: 'cloudformation.amazonaws.com',
};
export const tobias: Caller = {
  identity: session('break-glass', '/', 'BREAKGLA1EXAMPLE', 'incident-2291', {
    sourceIdentity: 'tobias.quint',
  }),
  ip: '198.51.100.31',
  agent: CLI,
};
export const ines: Caller = {
  identity: developer('ines.varga'),
  ip: '203.0.113.77',
  agent: BROWSER,
  console: true,
};
export const jonas: Caller = { identity: developer('jonas.fehr'), ip: '203.0.113.80', agent: CLI };
export const pipeline: Caller = {
  identity: session('github-deployer', '/ci/', 'PIPELINE1EXAMPLE', 'deploy-1187'),
  ip: '192.0.2.140',
  agent: TERRAFORM,
};
export const anneke: Caller = {
  identity: {
    type: 'IAMUser',
    principalId: 'AIDAANNEKE01EXAMPLE',
    arn: `arn:aws:iam::${ACCOUNT}:user/anneke.brandt`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAANNEKE01EXAMPLE',
    userName: 'anneke.brandt',
    sessionContext: { attributes: { creationDate: '2026-03-12T09:01:12Z', mfaAuthenticated: 'true' } },
  },
  ip: '203.0.113.91',
  agent: BROWSER,
  console: true,
};
export const root: Caller = {
  identity: {
    type: 'Root',
    principalId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAROOT0001EXAMPLE',
    sessionContext: { attributes: { creationDate: '2026-03-12T15:58:40Z', mfaAuthenticated: 'true' } },
  },
  ip: '203.0.113.5',
  agent: BROWSER,
  console: true,
};
export const autoscaling = service(
  'AWSServiceRoleForAutoScaling',
  'AUTOSCAL1EXAMPLE',
  'AutoScaling',
  'autoscaling.amazonaws.com',
);
export const nodegroups = service(
  'AWSServiceRoleForAmazonEKSNodegroup',
  'NODEGROU1EXAMPLE',
  'EKS',
  'eks-nodegroup.amazonaws.com',
);
export const pods = awsService('pods.eks.amazonaws.com');
export const ec2 = awsService('ec2.amazonaws.com');
export const eks = awsService('eks.amazonaws.com');
export const node: Caller = {
  identity: session('parcels-prod-node', '/', 'PRODNODE1EXAMPLE', 'i-0a1c55e07b3d9f201'),
  ip: '192.0.2.21',
  agent: 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#arm64',
};
