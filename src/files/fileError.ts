/** Why a file can't be read, in words for the user, with the place in it where that shows. */
export class FileError extends Error {
  override readonly name = 'FileError';
}
