/** Evaluates the outputs of a portal form: the few functions of its expression language that our forms use. */

export type FormElement = {
  readonly name: string;
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly constraints?: {
    readonly regex?: string;
    readonly required?: boolean;
    readonly allowedValues?: readonly { label: string; value: unknown }[];
  };
};
export type Form = {
  readonly parameters: {
    readonly config: { readonly basics: { readonly location: { readonly allowedValues: readonly string[] } } };
    readonly basics: readonly FormElement[];
    readonly steps: readonly { readonly name: string; readonly elements: readonly FormElement[] }[];
    readonly outputs: Readonly<Record<string, string>>;
  };
};

/** What someone filled in: by step, then by element. */
export type Answers = {
  readonly location: string;
  readonly basics: Record<string, unknown>;
  readonly steps: Record<string, Record<string, unknown>>;
};

const functions: Readonly<Record<string, (answers: Answers, ...values: never[]) => unknown>> = {
  location: ({ location }) => location,
  basics: ({ basics }, name: string) => basics[name],
  steps: ({ steps }, name: string) => steps[name],
  empty: (_, value: string | readonly unknown[] | null | undefined) =>
    value === undefined || value === null || value.length === 0,
  if: (_, condition: boolean, yes: unknown, no: unknown) => (condition ? yes : no),
  parse: (_, text: string) => JSON.parse(text) as unknown,
  split: (_, text: string, separator: string) => text.split(separator),
  int: (_, value: string | number) => Math.trunc(Number(value)),
};

/** Recursive descent over `name(arguments).member…` and `'text'`. @throws Error on anything else, so nothing is guessed. */
export const evaluate = (expression: string, answers: Answers): unknown => {
  const body = /^\[(.*)\]$/s.exec(expression)?.[1];
  if (body === undefined) return expression;
  let at = 0;
  const skip = () => {
    while (body[at] === " ") at += 1;
  };
  const match = (pattern: RegExp): string | undefined => {
    skip();
    const found = new RegExp(pattern, "y");
    found.lastIndex = at;
    const text = found.exec(body)?.[0];
    if (text !== undefined) at += text.length;
    return text;
  };
  const value = (): unknown => {
    const text = match(/'(?:[^']|'')*'/);
    if (text !== undefined) return text.slice(1, -1).replaceAll("''", "'");
    const name = match(/\w+(?=\()/);
    const run = name === undefined ? undefined : functions[name];
    if (!run || match(/\(/) === undefined) throw new Error(`cannot evaluate ${expression} at ${at}`);
    const values: unknown[] = [];
    while (match(/\)/) === undefined) {
      values.push(value());
      match(/,/);
    }
    let result = run(answers, ...(values as never[]));
    for (let member = match(/\.\w+/); member !== undefined; member = match(/\.\w+/)) {
      const owner = result as Record<string, unknown>;
      if (!owner || !Object.hasOwn(owner, member.slice(1)))
        throw new Error(`${expression}: the form has no ${member.slice(1)}`);
      result = owner[member.slice(1)];
    }
    return result;
  };
  const result = value();
  skip();
  if (at !== body.length) throw new Error(`cannot evaluate ${expression} at ${at}`);
  return result;
};

const defaultOf = ({ type, defaultValue, constraints }: FormElement): unknown => {
  if (type !== "Microsoft.Common.DropDown") return defaultValue;
  const chosen = constraints?.allowedValues?.find(({ label }) => label === defaultValue);
  if (!chosen) throw new Error(`no choice is called ${String(defaultValue)}`);
  return chosen.value;
};

/** What the form holds when it opens: the default of each element. */
export const initialAnswers = ({ parameters }: Form): Answers => {
  const inputs = (elements: readonly FormElement[]) =>
    Object.fromEntries(
      elements
        .filter(({ type }) => type !== "Microsoft.Common.InfoBox")
        .map((element) => [element.name, defaultOf(element)]),
    );
  return {
    location: parameters.config.basics.location.allowedValues[0] ?? "",
    basics: inputs(parameters.basics),
    steps: Object.fromEntries(parameters.steps.map(({ name, elements }) => [name, inputs(elements)])),
  };
};
