import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A file as a URI: relative to the directory, with slashes, where it lies in it; else the whole one. */
export function fileUri(file: string, directory: string): string {
  const whole = path.resolve(directory, file.toWellFormed());
  const relative = path.relative(directory, whole);
  const outside = relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`);
  if (outside || path.isAbsolute(relative)) return pathToFileURL(whole).href;
  return relative.split(path.sep).map(encodeURIComponent).join('/');
}
