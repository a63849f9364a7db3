import { tensorToJson, tensorToNumpy, tensorToPython, tensorToTsv } from './exportTensor';

/** The forms in which a tensor can be copied, and what writes each. */
export const tensorFormats = {
  pytorch: tensorToPython,
  numpy: tensorToNumpy,
  json: tensorToJson,
  tsv: tensorToTsv,
} as const;
