import { writeJson, writeNumpy, writePython, writeTsv } from './exportTensor';

/** The forms in which a tensor can be copied, and what writes each. */
export const tensorFormats = {
  pytorch: writePython,
  numpy: writeNumpy,
  json: writeJson,
  tsv: writeTsv,
} as const;
