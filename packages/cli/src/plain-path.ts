import path from 'node:path';

/** A file by one name, however it was written: from the directory, with slashes, where it lies in it; else the whole one. */
export function plainPath(file: string, directory: string): string {
  if (file === '-') return file;
  const whole = path.resolve(directory, file);
  const relative = path.relative(directory, whole);
  const outside = relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`);
  return outside || path.isAbsolute(relative) ? whole : relative.split(path.sep).join('/');
}
