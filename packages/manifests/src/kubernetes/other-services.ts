/** Variables that name where a service with AWS's interface is: MinIO, LocalStack, the object stores of other clouds. */
const SERVICE =
  /(^|_)(AWS|S3|MINIO|LOCALSTACK|LS|OBJECT|STORAGE|STORE|BUCKET|DYNAMO|DYNAMODB|SQS|SNS|SES|KINESIS|SPACES|R2|B2)(_|$)/i;
const PLACE = /(^|_)(ENDPOINT|URL|URI|HOST|HOSTNAME|SERVER|API|ADDRESS)(_|$)/i;
const URL_OR_HOST = /^(https?:\/\/)?[\w.-]+(:\d+)?(\/|$)/i;
/** As restic and rclone write a repository in a bucket that is somewhere else. */
const S3_AT = /^s3:(https?:\/\/)?[\w.-]+[:/]/i;
const OPTION = /--endpoint(?:-url|_url)?[=\s]+["']?([^\s"']+)/g;
const SECRET_OF =
  /(^|[-_./])(minio|localstack|wasabi|backblaze|b2|r2|cloudflare|spaces|digitalocean|scaleway|scw|ceph|rook|seaweedfs|garage|hetzner|ovh|linode|ionos)([-_.]|$)/i;

/** Whether a variable says that calls go to another service than AWS; `undefined` stands for a template, null for a reference. */
export function isElsewhere(name: string, value: string | null | undefined): boolean {
  if (typeof value === 'string' && isAws(value)) return false;
  if (typeof value === 'string' && S3_AT.test(value)) return true;
  if (/^LOCALSTACK_\w/i.test(name)) return value !== '';
  if (!SERVICE.test(name) || !PLACE.test(name)) return false;
  return typeof value === 'string' ? URL_OR_HOST.test(value) : /ENDPOINT/i.test(name);
}

/** Whether a command names an endpoint that is not AWS's. */
export function callsElsewhere(command: string): boolean {
  return [...command.matchAll(OPTION)].some(([, place = '']) => !isAws(place) && !/^[{$<]/.test(place));
}

/** Whether a Secret, or `ConfigMap/NAME`, is called for another service. */
export function isOfOtherService(source: string): boolean {
  return SECRET_OF.test(source);
}

function isAws(place: string): boolean {
  return /amazonaws\.com|\.aws(\/|$)/i.test(place);
}
