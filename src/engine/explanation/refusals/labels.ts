import { pythonText } from '../../nativeTypes';
import { t } from '../../words';
import { findPlace } from '../explanation';
import { at, classesOf, targetName, told, valueOf, type FailedCall, type Refusal, type Told } from './told';

/** A class index that is none. */
function noClass(call: FailedCall, classes: number | undefined, isMeant: (value: number) => boolean): Told {
  const name = targetName(call);
  if (classes === 0) {
    return told(
      t`The input has no classes, so that no class index is one.`,
      t`Give at least one class, in the second dimension of the input.`,
      'input',
    );
  }
  const place = findPlace(name, call.inputs[name], isMeant);
  const last = classes === undefined ? t`one less than there are classes` : String(classes - 1);
  const found = place ? t`; ${valueOf(place)}${at(place)} is none` : '';
  return told(
    t`There are ${classes ?? t`fewer`} classes, so class indices go from 0 to ${last}${found}.`,
    t`For labels that count from 1 subtract 1; for labels to leave out set ignore_index.`,
    place ?? name,
  );
}

/** Messages about numbers of tensors that are out of range. */
export const labelRefusals: readonly Refusal[] = [
  [
    // C++ prints a uint8 as the character of that number, which Python may not be able to read.
    /^Target ([^]*) is out of bounds|codec can't decode byte/,
    ([, text = ''], call) => {
      const classes = classesOf(call);
      const isIt = (value: number): boolean => value === Number(text);
      const isNone = (value: number): boolean => value < 0 || value >= (classes ?? Infinity);
      return noClass(call, classes, /^-?\d+$/.test(text) ? isIt : isNone);
    },
  ],
  [
    /^index (-?\d+) is out of bounds for dimension \d+ with size (\d+)/,
    ([, index = '', classes = ''], call) =>
      noClass(call, Number(classes), (value) => value === Number(index)),
  ],
  [
    /^index out of range in self/,
    (_, call) => {
      const classes = classesOf(call);
      return noClass(call, classes, (value) => value < 0 || value >= (classes ?? Infinity));
    },
  ],
  [
    /^target out of range|argument #2 'target' is out of range/,
    (_, { inputs, loss }) => {
      const { input, target } = inputs;
      const classes = input?.shape.at(-1) ?? 1;
      const least = loss.name === 'MultiLabelMarginLoss' ? -1 : 0;
      const place = findPlace('target', target, (value) => value < least || value >= classes);
      const padding = least < 0 ? t`, and -1 ends the labels of a sample` : '';
      return told(
        t`The input has ${classes} classes, so labels go from 0 to ${classes - 1}${padding}; ${valueOf(place)}${at(place)} is none.`,
        t`For labels that count from 1 subtract 1.`,
        place,
      );
    },
  ],
  [
    /^Target values should be in \[0, (\d+)\]/,
    ([, largest], { inputs }) => {
      const target = inputs['target_'];
      const place = findPlace('target_', target, (value) => value < 0 || value > Number(largest));
      return told(
        t`Classes go from 0 to ${largest ?? ''}; ${valueOf(place)}${at(place)} is none.`,
        t`Raise n_classes, or subtract 1 from labels that count from 1.`,
        place,
      );
    },
  ],
  [
    /all elements of (\w+) should be between 0 and 1/,
    ([, name = ''], { inputs }) => {
      const place = findPlace(name, inputs[name], (value) => !(value >= 0 && value <= 1));
      const found = place ? t` ${valueOf(place)}${at(place)} is not.` : '';
      return name === 'input'
        ? told(
            t`BCELoss takes probabilities, from 0 to 1.${found}`,
            t`For raw scores take BCEWithLogitsLoss.`,
            place,
          )
        : told(
            t`The target must hold probabilities, or 0 and 1.${found}`,
            t`For labels of -1 and 1 take (target + 1) / 2, for more than two classes CrossEntropyLoss.`,
            place,
          );
    },
  ],
  [
    /has negative entr/,
    (_, { inputs }) => {
      const place = findPlace('var', inputs['var'], (value) => value < 0);
      const found = place ? t`: ${valueOf(place)}${at(place)} is` : '';
      return told(
        t`A variance is never negative${found}.`,
        t`Let the model predict its logarithm and take exp, or use softplus.`,
        place ?? 'var',
      );
    },
  ],
  [
    /Expected (input_lengths|target_lengths) to have value at (most|least) (-?\d+), but got value (-?\d+)/,
    ([, name = '', end = '', limit = '', got = ''], { inputs }) => {
      const place = findPlace(name, inputs[name], (value) => value === Number(got));
      const found = t`An entry of ${name} is ${got}${at(place)}`;
      return end === 'least'
        ? told(
            t`${found}, and a length is never negative.`,
            t`Count frames and labels from 0.`,
            place ?? name,
          )
        : told(
            t`${found}, but there are only ${limit} steps.`,
            t`Lengths count frames of log_probs, whose first dimension is time: use permute(1, 0, 2) on (N, T, C).`,
            place ?? name,
          );
    },
  ],
  [
    /^blank must be in label range/,
    (_, { inputs, parameters = {} }) => {
      const classes = inputs['log_probs']?.shape.at(-1) ?? 0;
      return told(
        t`blank is ${pythonText(parameters['blank'] ?? null)}, and log_probs has ${classes} classes.`,
        t`Choose a class from 0 to ${classes - 1} as the blank; give the model one class more for it.`,
        'blank',
      );
    },
  ],
];
