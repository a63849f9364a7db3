import type { LossDefinition } from './defineLoss';
import { isWeightName } from './learnedWeights';
import type { LossCall } from './lossCall';
import type { InputDefinition, ParameterDefinition, ParameterValue } from './lossDefinition';
import type { Tensor } from './tensor/tensor';

/** Arguments by name, to be filled in. */
export type Places = Record<string, Tensor | ParameterValue>;

/** An input, as binding needs it. */
export type InputRow = Required<Pick<InputDefinition, 'name' | 'functionalName'>> & {
  readonly orNumber: boolean;
  readonly orNumbers: boolean;
};

/** A parameter, as binding needs it. */
export type ParameterRow = Pick<ParameterDefinition, 'name' | 'kind' | 'default'> & {
  /** The name under which the loss's arithmetic gets it. */
  readonly argument: string;
  readonly verbatim: boolean;
  readonly functionalOnly: boolean;
  readonly moduleOnly: boolean;
  readonly required: boolean;
};

/** What binding a call needs of its loss, in the same form for all losses: so V8 reads it fast. */
export interface Signature {
  readonly definition: LossDefinition;
  /** Every parameter with its default and a place for every input, by the weights that a call names. */
  readonly templates: Map<string, Readonly<Places>>;
  readonly inputs: readonly InputRow[];
  readonly parameters: readonly ParameterRow[];
  /** Whether the module's constructor does nothing with defaults. */
  readonly isPlain: boolean;
}

const signatures = new WeakMap<LossDefinition, Signature>();

/** The signature of a loss, made when it is asked for first. */
export function signatureOf(definition: LossDefinition): Signature {
  let signature = signatures.get(definition);
  if (signature === undefined) {
    signature = {
      definition,
      templates: new Map(),
      inputs: definition.inputs.map(({ name, functionalName = name, orNumber, orNumbers }) => ({
        name,
        functionalName,
        orNumber: orNumber === true,
        orNumbers: orNumbers === true,
      })),
      parameters: definition.parameters.map((row) => ({
        name: row.name,
        kind: row.kind,
        default: row.default,
        argument: row.argument ?? row.name,
        verbatim: row.verbatim === true,
        functionalOnly: row.functionalOnly === true,
        moduleOnly: row.moduleOnly === true,
        required: row.required === true,
      })),
      isPlain:
        definition.construct === undefined &&
        definition.learned === undefined &&
        !definition.parameters.some(({ required }) => required),
    };
    signatures.set(definition, signature);
  }
  return signature;
}

/**
 * Arguments that are copied from one object and filled in never change their layout in memory, which is what
 * makes small calls fast.
 */
export function templateOf(signature: Signature, parameters: LossCall['parameters']): Readonly<Places> {
  const { definition, templates } = signature;
  const weights =
    parameters === undefined || definition.learned === undefined
      ? ''
      : Object.keys(parameters).filter(isWeightName).join();
  let template = templates.get(weights);
  if (template === undefined) {
    const places: Places = {};
    for (const { name } of signature.inputs) places[name] = null;
    for (const row of signature.parameters) places[row.argument] = row.default;
    for (const name of weights === '' ? [] : weights.split(',')) places[name] = null;
    templates.set(weights, (template = places));
  }
  return template;
}
