import type { Question } from './advice';
import { classification } from './classification';
import { comparison } from './comparison';
import { regression } from './regression';

/** The way from a task to a loss, in at most three questions. */
export const lossGuide: Question = {
  answer: '',
  hint: '',
  ask: 'What does the model predict?',
  choices: [...regression, ...classification, ...comparison],
};
